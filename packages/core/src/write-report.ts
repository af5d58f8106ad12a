import type { OmniaError } from "./omnia-error.ts";

/** Points of one series from one time to another. */
export interface WrittenRange {
  readonly id: string;
  /** Time of the first point, in ns since 1970-01-01T00:00:00Z. */
  readonly from: bigint;
  /** Time of the last point, included. */
  readonly to: bigint;
  readonly points: number;
}

/** Points of which nobody knows whether they are stored. */
export interface UnknownRange extends WrittenRange {
  readonly error: OmniaError;
}

/** Points that are not stored by this write. */
export interface FailedRange {
  readonly id: string;
  /** As of a range that was written; undefined where the points could not be read. */
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
  readonly points: number;
  readonly error: OmniaError;
  /** Whether they never were sent, because points of the series before them are not certain. */
  readonly notSent: boolean;
}

/**
 * What became of every point: series in the order in which they were given, the points of each in the order in which
 * they were sent. To resume, write the ranges of `failed`
 * and `unknown` once more: a point that is there already is replaced by itself.
 */
export interface WriteReport {
  /** They are in the store. */
  readonly committed: readonly WrittenRange[];
  /** The service has them in its queue (202), and stores them later. */
  readonly accepted: readonly WrittenRange[];
  readonly failed: readonly FailedRange[];
  readonly unknown: readonly UnknownRange[];
  /** Why the input was not read to its end: what it threw, or the abort. What was not read is in no range. */
  readonly stopped?: unknown;
}

/** How many points have come to each end so far. */
export interface WriteProgress {
  readonly committed: number;
  readonly accepted: number;
  readonly failed: number;
  readonly unknown: number;
}

type Outcome = keyof WriteProgress;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface ReportBuilder {
  /** Says that a series has its place in the report, behind those before it. */
  readonly place: (id: string) => void;
  /** Those of one series come in the order in which they were sent. */
  readonly add: {
    (outcome: "committed" | "accepted", range: WrittenRange): void;
    (outcome: "unknown", range: UnknownRange): void;
    (outcome: "failed", range: FailedRange): void;
  };
  readonly progress: () => WriteProgress;
  readonly build: () => Omit<WriteReport, "stopped">;
}

/** Collects a report; what continues the range before it in the same way becomes one range with it. */
export function createReportBuilder(): ReportBuilder {
  const lists = {
    committed: [] as WrittenRange[],
    accepted: [] as WrittenRange[],
    failed: [] as FailedRange[],
    unknown: [] as UnknownRange[],
  };
  const counts = { committed: 0, accepted: 0, failed: 0, unknown: 0 };
  const places = new Map<string, number>();
  const last = new Map<string, { readonly outcome: Outcome; readonly range: Mutable<Partial<FailedRange>> }>();

  function add(outcome: Outcome, range: WrittenRange | UnknownRange | FailedRange): void {
    counts[outcome] += range.points;
    const { error } = range as Partial<FailedRange>;
    const before = last.get(range.id);
    const isSame = before?.outcome === outcome && before.range.error === error;
    if (isSame && before.range.to !== undefined && range.from !== undefined && before.range.to < range.from) {
      before.range.to = range.to;
      before.range.points! += range.points;
      return;
    }
    const own = { ...range };
    (lists[outcome] as (typeof own)[]).push(own);
    last.set(range.id, { outcome, range: own });
  }

  const inPlaces = <R extends { readonly id: string }>(ranges: readonly R[]): readonly R[] =>
    ranges.toSorted((a, b) => places.get(a.id)! - places.get(b.id)!);

  return {
    place(id) {
      if (!places.has(id)) places.set(id, places.size);
    },
    add,
    progress: () => ({ ...counts }),
    build: () => ({
      committed: inPlaces(lists.committed),
      accepted: inPlaces(lists.accepted),
      failed: inPlaces(lists.failed),
      unknown: inPlaces(lists.unknown),
    }),
  };
}
