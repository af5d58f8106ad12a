/** A line in the order of its times. */
export interface Line {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: BigInt64Array;
  /** NaN breaks the line. */
  readonly value: Float64Array;
}

/** So many times the usual distance of points is a gap; `readForPlot` of core takes the same. */
const usualDistances = 3;

/** Puts a row without a value half way between two points that are further apart than three times their median distance. */
export function breakLine({ time, value }: Line): Line {
  const distances = Float64Array.from(time.subarray(1), (at, i) => Number(at - time[i]!));
  const usual = distances.toSorted()[distances.length >> 1] ?? 0;
  const isGap = (row: number): boolean => row > 0 && distances[row - 1]! > usualDistances * usual;
  const rows = Array.from(time.keys()).flatMap((row) => {
    const point = { time: time[row]!, value: value[row]! };
    return isGap(row) ? [{ time: (time[row - 1]! + time[row]!) / 2n, value: Number.NaN }, point] : [point];
  });
  return { time: BigInt64Array.from(rows, ({ time }) => time), value: Float64Array.from(rows, ({ value }) => value) };
}
