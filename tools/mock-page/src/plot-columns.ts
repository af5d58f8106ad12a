import type { Plot } from "./control-api.ts";

/** What is drawn: columns of one length. In a gap stands a time with no values. */
export interface PlotColumns {
  /** Milliseconds since 1970-01-01 UTC, ascending. */
  readonly time: number[];
  readonly min: (number | null)[];
  readonly max: (number | null)[];
  /** The first value at or after the time: a real point. */
  readonly value: (number | null)[];
  /** The place in the answer's `buckets`. */
  readonly bucket: (number | null)[];
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Infinity;
}

/** Points further apart than three times what is usual in this window have a gap between them. */
export function toPlotColumns({ buckets }: Pick<Plot, "buckets">): PlotColumns {
  const times = buckets.map(({ time }) => Date.parse(time));
  const longest = 3 * median(times.slice(1).map((time, i) => time - times[i]!));
  const columns: PlotColumns = { time: [], min: [], max: [], value: [], bucket: [] };
  const add = (time: number, i: number | null): void => {
    const bucket = i === null ? null : buckets[i]!;
    columns.time.push(time);
    columns.min.push(bucket === null ? null : bucket.min);
    columns.max.push(bucket === null ? null : bucket.max);
    columns.value.push(bucket === null ? null : bucket.first);
    columns.bucket.push(i);
  };
  for (const [i, time] of times.entries()) {
    const before = times[i - 1];
    if (before !== undefined && time - before > longest) add((before + time) / 2, null);
    add(time, i);
  }
  return columns;
}
