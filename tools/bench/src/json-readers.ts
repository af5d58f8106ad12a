import type { Points } from "./points.ts";

/** One point as `JSON.parse` gives it. */
export interface ParsedRow {
  readonly time: string;
  readonly value: number;
  readonly status: number;
}

/** A datapoint answer of one series as `JSON.parse` gives it. */
export interface ParsedBody {
  readonly data: { readonly items: readonly [{ readonly datapoints: readonly ParsedRow[] }] };
  readonly continuationToken: string | null;
}

export function parseBody(text: string): ParsedBody {
  return JSON.parse(text) as ParsedBody;
}

/**
 * Nanoseconds of a time with seven fraction digits, as one would write it: milliseconds by `Date.parse`, which drops
 * the digits after them, and those by hand.
 */
function exactNanoseconds(text: string): bigint {
  return BigInt(Date.parse(text)) * 1_000_000n + BigInt(Number(text.slice(23, 27)) * 100);
}

/** Exact columns. */
export function pointsOfBody({ data }: ParsedBody): Points {
  const rows = data.items[0].datapoints;
  const time = new BigInt64Array(rows.length);
  const value = new Float64Array(rows.length);
  const status = new Uint32Array(rows.length);
  for (const [i, row] of rows.entries()) {
    time[i] = exactNanoseconds(row.time);
    value[i] = row.value;
    status[i] = row.status;
  }
  return { time, value, status };
}
