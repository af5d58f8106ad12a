import type { Columns } from "./format.ts";
import { cutDatapoints } from "./cut-datapoints.ts";
import { Datapoints } from "./datapoints.ts";

/** How much goes into one request. */
export interface WriteLimits {
  readonly points: number;
  readonly bytes: number;
  readonly series: number;
}

/** The most that the JSON of a point takes: `{"time":"…","value":…,"status":…},`. */
export const pointBytes = 96;
/** The same for what stands around the points of one series, with its id. */
export const seriesBytes = 80;

const bytesOf = (points: number): number => seriesBytes + points * pointBytes;

function isAscending(time: BigInt64Array): boolean {
  return time.every((at, i) => i === 0 || at > time[i - 1]!);
}

/**
 * The points in the order of their times. Of several at the same time the last one stays: it would replace the others.
 * Points that are in order already are not copied.
 */
export function orderDatapoints(
  id: string,
  { time, value, status }: Required<Pick<Columns, "time" | "value" | "status">>,
): Datapoints {
  if (isAscending(time)) return new Datapoints({ id, time, value, status });
  // The sort keeps the order of those at the same time.
  const rows = Array.from(time.keys()).toSorted((a, b) => (time[a]! < time[b]! ? -1 : time[a]! > time[b]! ? 1 : 0));
  const kept = rows.filter((row, i) => i === rows.length - 1 || time[rows[i + 1]!] !== time[row]);
  return new Datapoints({
    id,
    time: BigInt64Array.from(kept, (row) => time[row]!),
    value: Float64Array.from(kept, (row) => value[row]!),
    status: Uint32Array.from(kept, (row) => status[row]!),
  });
}

/** Views of the points, each of which fits a request. */
export function splitDatapoints(points: Datapoints, { points: most, bytes }: WriteLimits): Datapoints[] {
  const size = Math.max(1, Math.min(most, Math.floor((bytes - seriesBytes) / pointBytes)));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    cutDatapoints(points, i * size, Math.min((i + 1) * size, points.length)),
  );
}

/**
 * Which of the chunks, each of its own series, go together into the next request: those that fit, the first ones first.
 *
 * @returns their indices, and whether a chunk had to stay behind or no other can be added
 */
export function packChunks(
  chunks: readonly { readonly length: number }[],
  limits: WriteLimits,
): { readonly taken: readonly number[]; readonly isFull: boolean } {
  const taken: number[] = [];
  let { points, bytes } = limits;
  for (const [i, { length }] of chunks.entries()) {
    if (taken.length === limits.series || points === 0) break;
    // One chunk alone always goes: there is no smaller one.
    if (taken.length > 0 && (length > points || bytesOf(length) > bytes)) continue;
    taken.push(i);
    points -= length;
    bytes -= bytesOf(length);
  }
  const isFull = taken.length < chunks.length || taken.length === limits.series || points <= 0;
  return { taken, isFull };
}
