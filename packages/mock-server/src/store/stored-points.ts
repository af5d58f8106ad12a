import { allocateColumns, copyColumns, lowerBound, mergeColumns, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";

/** Points in memory, ascending by time, one per time. */
export interface StoredPoints {
  /** Views of what is stored, for use before the next change only. */
  readonly columns: PointColumns;
  /** Puts in points that ascend; one at a time that already has a point replaces it. */
  write(rows: PointColumns): void;
  /** Removes the points from `start` (included) to `end` (excluded). */
  remove(start: bigint, end: bigint): void;
  /** The points as they are now, for as long as one likes: they are copied when they change, and not before. */
  share(): PointColumns;
  /** Puts such points in the place of these; they are copied when they change, and not before. */
  adopt(columns: PointColumns): void;
}

export function createStoredPoints(): StoredPoints {
  let stored = allocateColumns(0);
  let length = 0;
  /** Whether somebody else has the same memory, which then must not change. */
  let isShared = false;

  /** Puts `rows` in the place of the rows `from` to `to`. */
  function splice(from: number, to: number, rows: PointColumns): void {
    const newLength = length - (to - from) + rows.time.length;
    if (newLength > stored.time.length) {
      // Twice what is needed, so that appending one by one costs no more than appending at once.
      const larger = allocateColumns(newLength * 2);
      larger.time.set(stored.time);
      larger.value.set(stored.value);
      larger.status.set(stored.status);
      stored = larger;
    } else if (isShared) {
      stored = copyColumns(stored);
    }
    isShared = false;
    const rest = from + rows.time.length;
    stored.time.copyWithin(rest, to, length).set(rows.time, from);
    stored.value.copyWithin(rest, to, length).set(rows.value, from);
    stored.status.copyWithin(rest, to, length).set(rows.status, from);
    length = newLength;
  }

  const points: StoredPoints = {
    get columns() {
      return viewColumns(stored, 0, length);
    },
    write(rows) {
      const first = rows.time.at(0);
      const last = rows.time.at(-1);
      if (first === undefined || last === undefined) return;
      const from = lowerBound(points.columns.time, first);
      const to = lowerBound(points.columns.time, last + 1n);
      splice(from, to, from === to ? rows : mergeColumns(viewColumns(stored, from, to), rows));
    },
    remove(start, end) {
      const from = lowerBound(points.columns.time, start);
      splice(from, Math.max(from, lowerBound(points.columns.time, end)), allocateColumns(0));
    },
    share() {
      isShared = true;
      return points.columns;
    },
    adopt(columns) {
      stored = columns;
      length = columns.time.length;
      isShared = true;
    },
  };
  return points;
}
