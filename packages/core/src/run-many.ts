import type { TimeseriesClient } from "./client.ts";
import type { MultiDatapointsItem } from "./multi-datapoints-item.ts";
import type { MultiDatapointsPage } from "./multi-datapoints-result.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import { queryOperations } from "./gen/query-operations.ts";
import type { ReadProgress } from "./read-pages.ts";
import { beginRead } from "./read-plan.ts";
import type { PlannedRequest, ReadRules } from "./read-plan.ts";
import { runRead } from "./run-read.ts";
import type { ReadAnswer } from "./run-read.ts";
import { validateSeries } from "./series-selector.ts";
import type { SeriesByName, SeriesSelector } from "./series-selector.ts";
import type { CallOptions } from "./transport.ts";

/** A series by its id, or by name and facility. */
export type SeriesKey = string | SeriesByName;

/** What came of a read of many series, by what was passed in. */
export interface ManyResult<Key, T> {
  /** Each whole. */
  readonly series: ReadonlyMap<Key, T>;
  /** Those that could not be read, or not to the end; nothing of them is handed out. */
  readonly failed: ReadonlyMap<Key, OmniaError>;
}

/** What a read of many series needs of a client. */
export type ManyReader = Pick<TimeseriesClient, "getMultiDatapoints" | "now">;

/** What reads of many series have in common. */
export interface ReadManyOptions extends CallOptions {
  /** Is told after each page: of all series together. */
  readonly onProgress?: ((progress: Pick<ReadProgress, "rows">) => void) | undefined;
}

interface Rows {
  readonly length: number;
  readonly time: BigInt64Array;
}

export interface ManyRequest<Key extends SeriesKey, T> {
  readonly series: readonly Key[];
  readonly from: bigint;
  readonly to: bigint;
  readonly rules: Omit<ReadRules, "seriesPerRequest" | "rowsPerRequest">;
  readonly maxPoints: number;
  readonly failFast: boolean;
  /** What an item has beside its series, window and limit. */
  readonly item: Omit<Partial<MultiDatapointsItem>, "id" | "facility" | "name" | "terminal">;
  readonly query: object;
  readonly cut: (page: T, from: number, to: number) => T;
  readonly join: (key: Key, pages: readonly T[], length: number) => T;
}

/** What the wire names a series by. */
export function toSelector(key: SeriesKey): SeriesSelector {
  return typeof key === "string" ? { id: key } : key;
}

/** The series, each once. @throws OmniaError `invalid-argument`, naming the first that is none */
export function validateKeys<Key extends SeriesKey>(series: readonly Key[]): readonly Key[] {
  series.forEach((key, i) => validateSeries(toSelector(key), `series[${i}].`));
  return [...new Set(series)];
}

/** Refusals that one of many series may have brought upon all of them. */
const ofOneSeries: ReadonlySet<string> = new Set(["not-found", "forbidden", "bad-request"]);

/** Whether a refusal of many series may be for one of them. */
export const isOfOneSeries = ({ code }: OmniaError): boolean => ofOneSeries.has(code);

export const seriesPerRequest: number = queryOperations.GetMultipleData.body!.maxItems!;
/** The service's `limit` is per series; so much is a lot for one answer. */
export const rowsPerRequest = 100_000;

/** Reads one window of any number of series: sparse ones packed into requests, dense ones in parts of their own. */
export async function runMany<Key extends SeriesKey, T extends Rows>(
  client: ManyReader,
  request: ManyRequest<Key, T>,
  options: ReadManyOptions = {},
): Promise<ManyResult<Key, T>> {
  const { onProgress, ...call } = options;
  const keys = validateKeys(request.series);
  const pages = keys.map((): T[] => []);
  const failed = new Map<Key, OmniaError>();
  const rules = { ...request.rules, seriesPerRequest, rowsPerRequest };
  let rows = 0;

  const fail = (
    series: number,
    error: OmniaError,
  ): { rows: 0; first: undefined; last: undefined; total: undefined; isRefused: true; page: undefined } => {
    if (request.failFast) throw error;
    failed.set(keys[series]!, error);
    return { rows: 0, first: undefined, last: undefined, total: undefined, isRefused: true, page: undefined };
  };

  async function ask(planned: PlannedRequest, signal: AbortSignal): Promise<ReadAnswer<T>> {
    const { parts, limit } = planned;
    const items = parts.map(({ series, from, to }): MultiDatapointsItem => {
      const window = { startTime: from, endTime: to, limit };
      return { ...toSelector(keys[series]!), ...window, ...request.item } as MultiDatapointsItem;
    });
    // Only a request for one series is continued by a token.
    const query = { ...request.query, continuationToken: parts[0]!.token };
    let page: MultiDatapointsPage;
    try {
      page = await client.getMultiDatapoints({ items, ...query }, { ...call, signal });
    } catch (error) {
      if (!isOmniaError(error) || error.code === "aborted" || error.code === "invalid-argument") throw error;
      if (parts.length > 1 && isOfOneSeries(error)) return askHalves(planned, signal);
      return { parts: parts.map(({ series }) => fail(series, error)), token: undefined };
    }
    // Pages of series that are continued by tokens alone belong to each other: what came of them among others is of no use.
    const isUseless = !rules.canSplit && parts.length > 1 && page.continuationToken !== undefined;
    const seen = page.map((result, i) => {
      const part = parts[i]!;
      if (result.error !== undefined) return fail(part.series, result.error);
      if (isUseless) return { rows: 0, first: undefined, last: undefined, total: undefined, page: undefined };
      const given = result.datapoints as unknown as T & { readonly totalCount?: number };
      let first = 0;
      while (first < given.length && given.time[first]! < part.from) first++;
      const kept = first === 0 ? given : request.cut(given, first, given.length);
      return {
        rows: given.length,
        first: kept.time.at(0),
        last: kept.time.at(-1),
        total: given.totalCount,
        page: kept,
      };
    });
    return { parts: seen, token: page.continuationToken };
  }

  /** All were refused, perhaps for one of them: it is found by halves. */
  async function askHalves(planned: PlannedRequest, signal: AbortSignal): Promise<ReadAnswer<T>> {
    const middle = planned.parts.length >> 1;
    const [left, right] = await Promise.all([
      ask({ ...planned, parts: planned.parts.slice(0, middle) }, signal),
      ask({ ...planned, parts: planned.parts.slice(middle) }, signal),
    ]);
    return { parts: [...left.parts, ...right.parts], token: left.token ?? right.token };
  }

  const windows = keys.map(() => ({ from: request.from, to: request.to }));
  for await (const { series, page } of runRead<T>(beginRead(rules, windows), ask, call.signal)) {
    pages[series]!.push(page);
    rows += page.length;
    if (rows > request.maxPoints) {
      throw new OmniaError(
        "incomplete",
        `The ${keys.length} series hold more than maxPoints ${request.maxPoints} in the window. Raise maxPoints, narrow the window, or ask for fewer series.`,
        { isRetryable: false },
      );
    }
    onProgress?.({ rows });
  }
  const whole = keys.flatMap((key, i): (readonly [Key, T])[] => {
    const own = pages[i]!;
    const length = own.reduce((sum, page) => sum + page.length, 0);
    return failed.has(key) ? [] : [[key, request.join(key, own, length)]];
  });
  return { series: new Map(whole), failed };
}
