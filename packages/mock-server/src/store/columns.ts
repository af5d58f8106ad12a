/** Points of one series: row `i` is `time[i]` (ns since 1970-01-01T00:00:00Z), `value[i]`, `status[i]`. */
export interface PointColumns {
  readonly time: BigInt64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

/** Columns with room for `length` points. */
export function allocateColumns(length: number): PointColumns {
  return { time: new BigInt64Array(length), value: new Float64Array(length), status: new Uint32Array(length) };
}

/** Rows `from` (included) to `to` (excluded) as views: nothing is copied. */
export function viewColumns({ time, value, status }: PointColumns, from: number, to: number): PointColumns {
  return { time: time.subarray(from, to), value: value.subarray(from, to), status: status.subarray(from, to) };
}

export function copyColumns({ time, value, status }: PointColumns): PointColumns {
  return { time: time.slice(), value: value.slice(), status: status.slice() };
}

/** The first row of ascending `time` that is not before `at`; the length when all are. */
export function lowerBound(time: BigInt64Array, at: bigint): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows in `order`, each the number of a row. */
export function pickRows(columns: PointColumns, order: ArrayLike<number>): PointColumns {
  const picked = allocateColumns(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    picked.time[i] = columns.time[row]!;
    picked.value[i] = columns.value[row]!;
    picked.status[i] = columns.status[row]!;
  }
  return picked;
}

/** Both, ascending; where both have a time, the point of `newer`. */
export function mergeColumns(older: PointColumns, newer: PointColumns): PointColumns {
  const merged = allocateColumns(older.time.length + newer.time.length);
  let i = 0;
  let j = 0;
  let length = 0;
  while (i < older.time.length || j < newer.time.length) {
    const takeNewer = i === older.time.length || (j < newer.time.length && newer.time[j]! <= older.time[i]!);
    if (takeNewer && i < older.time.length && older.time[i] === newer.time[j]) i += 1;
    const from = takeNewer ? newer : older;
    const row = takeNewer ? j++ : i++;
    merged.time[length] = from.time[row]!;
    merged.value[length] = from.value[row]!;
    merged.status[length] = from.status[row]!;
    length += 1;
  }
  return viewColumns(merged, 0, length);
}

/** One after the other, in one piece. */
export function joinColumns(pieces: readonly PointColumns[]): PointColumns {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const joined = allocateColumns(pieces.reduce((length, { time }) => length + time.length, 0));
  let row = 0;
  for (const { time, value, status } of pieces) {
    joined.time.set(time, row);
    joined.value.set(value, row);
    joined.status.set(status, row);
    row += time.length;
  }
  return joined;
}
