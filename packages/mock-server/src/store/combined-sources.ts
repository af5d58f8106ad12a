import { allocateColumns, joinColumns, mergeColumns, viewColumns } from "./columns.ts";
import type { PointColumns } from "./columns.ts";
import type { PointSource, TimeWindow } from "./point-source.ts";
import { findWindow, subtractWindows } from "./time-windows.ts";

/** What a source has outside of windows that ascend and do not touch. */
export function excludeWindows(source: PointSource, windows: readonly TimeWindow[]): PointSource {
  /** The window that a point is in. */
  const around = (at: bigint | undefined): TimeWindow | undefined => {
    if (at === undefined) return undefined;
    const window = windows[findWindow(windows, at)];
    return window !== undefined && window.start <= at ? window : undefined;
  };
  return {
    count(start, end) {
      // What lies ahead of the clock is one window up to the end of time, where a computed source has points too.
      const last = windows.at(-1);
      const stop = last !== undefined && last.start < end && last.end >= end ? last.start : end;
      if (stop <= start) return 0;
      let excluded = 0;
      for (let i = findWindow(windows, start); i < windows.length && windows[i]!.start < stop; i++) {
        const window = windows[i]!;
        excluded += source.count(window.start < start ? start : window.start, window.end > stop ? stop : window.end);
      }
      return source.count(start, stop) - excluded;
    },
    read(start, end, limit = Infinity) {
      const pieces: PointColumns[] = [];
      let left = limit;
      for (const window of subtractWindows({ start, end }, windows)) {
        if (left === 0) break;
        const piece = source.read(window.start, window.end, left);
        pieces.push(piece);
        left -= piece.time.length;
      }
      return pieces.length === 0 ? allocateColumns(0) : joinColumns(pieces);
    },
    timeBefore(time) {
      let at = source.timeBefore(time);
      for (let window = around(at); window !== undefined; window = around(at)) at = source.timeBefore(window.start);
      return at;
    },
    timeFrom(time) {
      let at = source.timeFrom(time);
      for (let window = around(at); window !== undefined; window = around(at)) at = source.timeFrom(window.end);
      return at;
    },
    withStatuses: (statuses) => excludeWindows(source.withStatuses(statuses), windows),
  };
}

/** What either of two sources has that have no time in common. */
export function uniteSources(one: PointSource, other: PointSource): PointSource {
  return {
    count: (start, end) => one.count(start, end) + other.count(start, end),
    read(start, end, limit = Infinity) {
      const more = other.read(start, end, limit);
      const some = one.read(start, end, limit);
      if (more.time.length === 0) return some;
      const all = mergeColumns(some, more);
      return viewColumns(all, 0, Math.min(limit, all.time.length));
    },
    timeBefore(time) {
      const [a, b] = [one.timeBefore(time), other.timeBefore(time)];
      return a === undefined || (b !== undefined && b > a) ? b : a;
    },
    timeFrom(time) {
      const [a, b] = [one.timeFrom(time), other.timeFrom(time)];
      return a === undefined || (b !== undefined && b < a) ? b : a;
    },
    withStatuses: (statuses) => uniteSources(one.withStatuses(statuses), other.withStatuses(statuses)),
  };
}
