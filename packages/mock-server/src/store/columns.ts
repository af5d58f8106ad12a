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

/** The points that have one of `statuses`; all of them when none are named. */
export function filterByStatus(columns: PointColumns, statuses: readonly number[] | null | undefined): PointColumns {
  if (statuses === null || statuses === undefined || statuses.length === 0) return columns;
  const wanted = new Set(statuses);
  const rows: number[] = [];
  columns.status.forEach((status, row) => {
    if (wanted.has(status)) rows.push(row);
  });
  return pickRows(columns, rows);
}
