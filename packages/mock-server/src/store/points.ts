import { allocateColumns, copyColumns, lowerBound, pickRows, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";

/** The points of one series, ascending by time, one per time. */
export interface Points {
  /** Views of what is stored, for use before the next change only. */
  readonly columns: PointColumns;
  /** Adds points in any order; one at a time that already has a point replaces it, the last of a batch wins. */
  write(batch: PointColumns): void;
  /** Removes the points from `start` (included) to `end` (excluded). */
  remove(start: bigint, end: bigint): void;
  /**
   * Keeps the points as they are, without a copy.
   * @returns brings them back, as often as it is called
   */
  snapshot(): () => void;
}

/** The service holds ticks of 100 ns (the C# sample of the wiki page ProtoBuf, EVIDENCE.md); finer digits are cut off. */
const tickNs = 100n;

function truncateToTick(ns: bigint): bigint {
  const rest = ns % tickNs;
  return rest < 0n ? ns - rest - tickNs : ns - rest;
}

/** The batch on ticks, ascending, one point per time. */
function prepareBatch({ time, value, status }: PointColumns): PointColumns {
  const ticks = time.map(truncateToTick);
  const batch = { time: ticks, value, status };
  if (ticks.every((at, row) => row === 0 || at > ticks[row - 1]!)) return batch;
  const compare = (a: number, b: number): number => {
    const left = ticks[a]!;
    const right = ticks[b]!;
    if (left < right) return -1;
    // Later rows come after earlier ones of the same time, so that the last one can win.
    return left > right ? 1 : a - b;
  };
  const order = Uint32Array.from(ticks, (_, row) => row).toSorted(compare);
  return pickRows(
    batch,
    order.filter((row, i) => i === order.length - 1 || ticks[row] !== ticks[order[i + 1]!]),
  );
}

/** Both, ascending; where both have a time, the point of `newer`. */
function mergeColumns(older: PointColumns, newer: PointColumns): PointColumns {
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

export function createPoints(): Points {
  let stored = allocateColumns(0);
  let length = 0;
  /** Whether a snapshot has the same memory, which then must not change. */
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

  const points: Points = {
    get columns() {
      return viewColumns(stored, 0, length);
    },
    write(batch) {
      const rows = prepareBatch(batch);
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
    snapshot() {
      const kept = { stored, length };
      isShared = true;
      return () => {
        ({ stored, length } = kept);
        isShared = true;
      };
    },
  };
  return points;
}
