import type { TimeWindow } from "./point-source.ts";

/** All that is in any of the windows, as windows that ascend and do not touch. */
export function uniteWindows(windows: readonly TimeWindow[]): readonly TimeWindow[] {
  const united: TimeWindow[] = [];
  for (const { start, end } of windows.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = united.at(-1);
    if (start >= end) continue;
    if (last === undefined || start > last.end) united.push({ start, end });
    else if (end > last.end) united[united.length - 1] = { start: last.start, end };
  }
  return united;
}

/** What is left of a window without others that ascend and do not touch. */
export function subtractWindows({ start, end }: TimeWindow, others: readonly TimeWindow[]): readonly TimeWindow[] {
  const left: TimeWindow[] = [];
  let at = start;
  for (let i = findWindow(others, start); i < others.length && others[i]!.start < end; i++) {
    if (others[i]!.start > at) left.push({ start: at, end: others[i]!.start });
    at = others[i]!.end;
  }
  if (at < end) left.push({ start: at, end });
  return left;
}

/** The number of the first of ascending windows that ends behind `at`; how many there are when none does. */
export function findWindow(windows: readonly TimeWindow[], at: bigint): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
