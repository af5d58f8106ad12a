import { excludeWindows, uniteSources } from "./combined-sources.ts";
import { pickRows } from "./columns.ts";
import type { PointColumns } from "./columns.ts";
import { createColumnSource } from "./point-source.ts";
import type { PointSource, TimeWindow } from "./point-source.ts";
import { createStoredPoints } from "./stored-points.ts";
import { subtractWindows, uniteWindows } from "./time-windows.ts";

/** What a series has beyond the points that are computed. */
export interface PointsState {
  /** Ascending, one per time. */
  readonly written: PointColumns;
  /** Where computed points are removed; ascending. */
  readonly removed: readonly TimeWindow[];
}

/** The points of one series, ascending by time, one per time. */
export interface Points {
  /** The points that can be read now, for use before the next change only. */
  open(): PointSource;
  /** Adds points in any order; one at a time that already has a point replaces it, the last of a batch wins. */
  write(batch: PointColumns): void;
  /** Removes the points from `start` (included) to `end` (excluded) that can be read now. */
  remove(start: bigint, end: bigint): void;
  /** As it is now, for as long as one likes; nothing is copied before it changes. */
  state(): PointsState;
  /** Puts a state in the place of this one, as often as one likes; its columns must not change any more. */
  load(state: PointsState): void;
}

/** Points that nobody wrote. */
export interface ComputedPoints {
  /** All that ever come, the same at every moment. */
  readonly source: PointSource;
  /** Where they cannot be read yet; ascending. */
  pending(): readonly TimeWindow[];
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

/** The windows that hold just the computed points at these ascending times. */
function coverTimes(source: PointSource, times: BigInt64Array): TimeWindow[] {
  const windows: TimeWindow[] = [];
  for (const time of times) {
    const end = time + tickNs;
    if (source.count(time, end) === 0) continue;
    const last = windows.at(-1);
    // One window as long as there is no other point between.
    if (last !== undefined && source.count(last.end, time) === 0) {
      windows[windows.length - 1] = { start: last.start, end };
    } else windows.push({ start: time, end });
  }
  return windows;
}

/** @param computed what the series has beside what is written */
export function createPoints(computed?: ComputedPoints): Points {
  const stored = createStoredPoints();
  let removed: readonly TimeWindow[] = [];

  const points: Points = {
    open() {
      const written = createColumnSource(stored.columns);
      if (computed === undefined) return written;
      const visible = excludeWindows(excludeWindows(computed.source, computed.pending()), removed);
      return stored.columns.time.length === 0 ? visible : uniteSources(visible, written);
    },
    write(batch) {
      const rows = prepareBatch(batch);
      stored.write(rows);
      // A computed point goes where one is written: so the two have no time in common.
      const covered = computed === undefined ? [] : coverTimes(computed.source, rows.time);
      if (covered.length > 0) removed = uniteWindows([...removed, ...covered]);
    },
    remove(start, end) {
      stored.remove(start, end);
      if (computed === undefined || start >= end) return;
      removed = uniteWindows([...removed, ...subtractWindows({ start, end }, computed.pending())]);
    },
    state: () => ({ written: stored.share(), removed }),
    load(state) {
      stored.adopt(state.written);
      ({ removed } = state);
    },
  };
  return points;
}
