// What a report of bulk writes must say, by what was to be written and what is stored.
import type { Datapoints, WriteReport } from "@omnia-timeseries/core";

export interface Batch {
  readonly id: string;
  /** Times of one series never come twice, and its batches do not overlap. */
  readonly datapoints: readonly { readonly time: bigint; readonly value: number; readonly status: number }[];
}

type Word = "committed" | "accepted" | "failed" | "notSent" | "unknown";

/** What the report says of a point, in all of its ranges. */
function wordsOf({ committed, accepted, failed, unknown }: WriteReport, id: string, time: bigint): Word[] {
  const isIn = (range: { readonly id: string; readonly from: bigint | undefined; readonly to: bigint | undefined }) =>
    range.id === id && range.from !== undefined && range.from <= time && time <= range.to!;
  return [
    ...committed.filter(isIn).map((): Word => "committed"),
    ...accepted.filter(isIn).map((): Word => "accepted"),
    ...failed.filter(isIn).map(({ notSent }): Word => (notSent ? "notSent" : "failed")),
    ...unknown.filter(isIn).map((): Word => "unknown"),
  ];
}

/**
 * @param stored points of a series that held none before
 * @returns what is wrong; nothing where the report is true
 */
export function checkWriteReport(
  batches: readonly Batch[],
  report: WriteReport,
  stored: (id: string) => Datapoints,
): string[] {
  const wrong: string[] = [];
  const { committed, accepted, failed, unknown } = report;
  const told = [...committed, ...accepted, ...failed, ...unknown].reduce((sum, { points }) => sum + points, 0);
  const asked = batches.reduce((sum, { datapoints }) => sum + datapoints.length, 0);
  if (told !== asked) wrong.push(`${asked} points were to be written, and the report tells of ${told}.`);
  for (const id of new Set(batches.map((batch) => batch.id))) {
    const values = new Map<bigint, number>();
    try {
      for (const { time, value } of stored(id)) values.set(time, value);
    } catch {
      // A series that is not there holds nothing.
    }
    const inOrder = batches
      .filter((batch) => batch.id === id)
      .flatMap(({ datapoints }) => datapoints.toSorted((a, b) => (a.time < b.time ? -1 : 1)));
    let before: Word = "committed";
    for (const { time, value } of inOrder) {
      const [word, ...others] = wordsOf(report, id, time);
      const isStored = values.get(time) === value;
      const name = `${id} ${time}`;
      if (word === undefined || others.length > 0) wrong.push(`${name} is in ${others.length + 1} ranges: ${word}`);
      if ((word === "committed" || word === "accepted") && !isStored) wrong.push(`${name} is ${word}, and not stored.`);
      if ((word === "failed" || word === "notSent") && isStored) wrong.push(`${name} is ${word}, and stored.`);
      // Once one is not certain, no other is sent; those of one request share its end.
      const isBehind = before === "notSent" || ((before === "failed" || before === "unknown") && word !== before);
      if (isBehind && word !== "notSent") wrong.push(`${name} was sent behind one that is ${before}.`);
      before = word ?? before;
    }
  }
  return wrong;
}

/** Points that are stored and that nobody has written. */
export function listForeign(
  batches: readonly Batch[],
  ids: readonly string[],
  stored: (id: string) => Datapoints,
): string[] {
  const written = new Set(batches.flatMap(({ id, datapoints }) => datapoints.map(({ time }) => `${id} ${time}`)));
  return ids
    .flatMap((id) => Array.from(stored(id).time, (time) => `${id} ${time}`))
    .filter((name) => !written.has(name));
}
