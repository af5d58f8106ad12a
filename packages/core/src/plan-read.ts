import type { TimeseriesClient } from "./client.ts";
import type { Aggregation } from "./get-aggregates.ts";
import type { RequestPace } from "./limiter.ts";
import { OmniaError } from "./omnia-error.ts";
import { toIntervalNs } from "./processing-interval.ts";
import type { ProcessingInterval } from "./processing-interval.ts";
import { toManyRequest } from "./read-many.ts";
import type { ReadManyParameters } from "./read-many.ts";
import { beginRead } from "./read-plan.ts";
import type { PlannedRequest, ReadPart, ReadRules, SeenPart } from "./read-plan.ts";
import { rowsPerRequest, seriesPerRequest, validateKeys } from "./run-many.ts";
import type { SeriesKey } from "./run-many.ts";
import { runRead } from "./run-read.ts";
import type { ReadAnswer } from "./run-read.ts";
import { splitRules } from "./split-rules.ts";

/** How far apart rows are: a text such as `"10s"`, or ns as a bigint where they are less than a second apart. */
type Distance = ProcessingInterval | bigint;

/** A read of points or of intervals that may be made. */
export type PlanReadParameters<Key extends SeriesKey> = Pick<
  ReadManyParameters<Key>,
  "series" | "startTime" | "endTime" | "pageSize"
> &
  (
    | {
        /** How far apart the points are, of all series or of each. Nobody knows it before points are read. */
        readonly pointsEvery: Distance | ((series: Key) => Distance);
        readonly processingInterval?: undefined;
      }
    | (Pick<Aggregation, "fill"> & {
        readonly processingInterval: ProcessingInterval;
        readonly pointsEvery?: undefined;
      })
  );

/** What one request brings of one series. */
export interface PlannedWindow<Key> {
  readonly series: Key;
  /** Which request, from 1; several series may share it. */
  readonly request: number;
  /** ns since 1970-01-01T00:00:00Z, included. */
  readonly startTime: bigint;
  /** Excluded. */
  readonly endTime: bigint;
  readonly expectedPoints: number;
}

interface PlannedPage {
  readonly request: number;
  readonly seen: SeenPart;
}

export interface ReadEstimate<Key> {
  readonly requests: number;
  /** In the order of the requests. Those of a series follow each other without a gap. */
  readonly windows: readonly PlannedWindow<Key>[];
  /** Points, or intervals, of all series. */
  readonly expectedPoints: number;
  /**
   * How long it takes when requests take as long as the client's last ones, reads of pages where it made some;
   * `undefined` where it made none.
   */
  readonly durationMs: number | undefined;
}

/** The rows of a series from one time to another, the first by its number, where each is `every` behind the one before. */
function rowsBetween(
  origin: bigint,
  every: bigint,
  from: bigint,
  to: bigint,
): { readonly first: bigint; readonly count: number } {
  const indexAt = (time: bigint): bigint => (time - origin + every - 1n) / every;
  return { first: indexAt(from), count: Number(indexAt(to) - indexAt(from)) };
}

/** What a request brings of a part. */
function simulatePart(
  { from, to, read = 0 }: ReadPart,
  { limit, origin, every }: { readonly limit: number; readonly origin: bigint; readonly every: bigint },
): { readonly seen: SeenPart; readonly hasMore: boolean } {
  const all = rowsBetween(origin, every, from, to);
  const rows = Math.min(limit, all.count - read);
  const first = origin + (all.first + BigInt(read)) * every;
  const times = rows === 0 ? {} : { first, last: first + BigInt(rows - 1) * every };
  return {
    seen: { first: undefined, last: undefined, ...times, rows, total: all.count },
    hasMore: read + rows < all.count,
  };
}

/** How long one request takes at present. */
function requestMs({ tookMs }: RequestPace, operationIds: readonly string[]): number | undefined {
  const reads = operationIds.flatMap((name) => tookMs.get(name) ?? []);
  const known = reads.length > 0 ? reads : [...tookMs.values()];
  return known.length > 0 ? Math.max(...known) : undefined;
}

interface Timetable {
  /** When a request that is asked for now is answered. */
  readonly ask: () => number;
  readonly see: (answeredAt: number) => void;
  readonly now: () => number;
}

/** The time that requests take one after the other and side by side, where each takes as long as the others. */
function createTimetable({ concurrency, spacingMs, pauseMs }: RequestPace, tookMs: number): Timetable {
  const sentAt: number[] = [];
  let now = pauseMs;
  return {
    ask() {
      const turn = (sentAt.at(-1) ?? Number.NEGATIVE_INFINITY) + spacingMs;
      const place = (sentAt.at(-concurrency) ?? Number.NEGATIVE_INFINITY) + tookMs;
      const at = Math.max(now, turn, sentAt.length < concurrency ? now : place);
      sentAt.push(at);
      return at + tookMs;
    },
    see(answeredAt) {
      now = Math.max(now, answeredAt);
    },
    now: () => now,
  };
}

function toDistance(distance: Distance): bigint {
  if (typeof distance !== "bigint") return toIntervalNs(distance, "pointsEvery");
  if (distance > 0n) return distance;
  throw new OmniaError("invalid-argument", `pointsEvery: ${distance}n is not a number of nanoseconds above 0.`);
}

/** How far apart the rows of each series are, in ns. */
function toDistances<Key extends SeriesKey>(
  keys: readonly Key[],
  { pointsEvery, processingInterval }: Pick<PlanReadParameters<Key>, "pointsEvery" | "processingInterval">,
): readonly bigint[] {
  if ((pointsEvery === undefined) === (processingInterval === undefined)) {
    throw new OmniaError(
      "invalid-argument",
      'Give either pointsEvery, such as "10s", for a read of points, or processingInterval for one of intervals.',
    );
  }
  if (typeof pointsEvery === "function") return keys.map((key) => toDistance(pointsEvery(key)));
  const every = pointsEvery === undefined ? toIntervalNs(processingInterval!) : toDistance(pointsEvery);
  return keys.map(() => every);
}

/**
 * What `readMany` or `readManyAggregates` would ask for, and `readDatapoints` or `readAggregates` of a single series,
 * before anything is sent: the same plan, carried out on rows that lie evenly. Where points are denser in one place
 * than in another, it takes more requests. Of intervals it counts also those that may be left out because they are empty.
 *
 * @example
 * ```ts
 * const { requests, expectedPoints, durationMs } = await planRead(client, {
 *   series: ids,
 *   startTime: "now-365d",
 *   pointsEvery: "10s",
 * });
 * ```
 * @throws OmniaError `invalid-argument` as the read does, and where nothing says how far apart rows are
 */
export async function planRead<Key extends SeriesKey>(
  client: Pick<TimeseriesClient, "now" | "pace">,
  parameters: PlanReadParameters<Key>,
): Promise<ReadEstimate<Key>> {
  const { series, startTime, endTime, pageSize, processingInterval } = parameters;
  const keys = validateKeys(series);
  const window = toManyRequest({ startTime, endTime, pageSize, maxPoints: Number.POSITIVE_INFINITY }, client.now());
  const { from, to } = window;
  const every = toDistances(keys, parameters);
  const split = processingInterval === undefined ? {} : splitRules(parameters);
  const rules: ReadRules = { ...window.rules, ...split, seriesPerRequest, rowsPerRequest };

  const pace = client.pace();
  const reads = ["GetMultipleData", processingInterval === undefined ? "GetData" : "GetAggregatedData"];
  const tookMs = requestMs(pace, reads);
  const timetable = createTimetable(pace, tookMs ?? 0);
  let requests = 0;

  async function ask({ number, parts, limit }: PlannedRequest): Promise<ReadAnswer<PlannedPage>> {
    const answeredAt = timetable.ask();
    requests++;
    const simulated = parts.map((part) => simulatePart(part, { limit, origin: from, every: every[part.series]! }));
    const hasMore = simulated.some((one) => one.hasMore);
    await Promise.resolve();
    timetable.see(answeredAt);
    // As in the read itself: what came of series that only tokens continue is of no use where they share a request.
    if (!rules.canSplit && parts.length > 1 && hasMore) {
      const nothing = { rows: 0, first: undefined, last: undefined, total: undefined, page: undefined };
      return { parts: parts.map(() => nothing), token: String(number) };
    }
    return {
      parts: simulated.map(({ seen }) => ({ ...seen, page: { request: number, seen } })),
      token: hasMore ? String(number) : undefined,
    };
  }

  const windows: PlannedWindow<Key>[] = [];
  const reached = keys.map(() => from);
  const begin = beginRead(
    rules,
    keys.map(() => ({ from, to })),
  );
  for await (const { series: index, page, next = to } of runRead<PlannedPage>(begin, ask)) {
    const { request, seen } = page;
    // Where a token leads on, the part is read on behind its last row.
    const end = seen.last === undefined || next > seen.last ? next : seen.last + rules.step;
    const window = { series: keys[index]!, request, startTime: reached[index]!, endTime: end };
    if (end > window.startTime) windows.push({ ...window, expectedPoints: seen.rows });
    reached[index] = end;
  }
  return {
    requests,
    windows: windows.toSorted((a, b) => a.request - b.request),
    expectedPoints: windows.reduce((sum, { expectedPoints }) => sum + expectedPoints, 0),
    durationMs: tookMs === undefined ? undefined : timetable.now(),
  };
}
