import type { TimeseriesClient } from "./client.ts";
import type { Datapoint, Datapoints } from "./datapoints.ts";
import type { MultiOnePointItem } from "./multi-datapoints-item.ts";
import { isOmniaError } from "./omnia-error.ts";
import type { OmniaError } from "./omnia-error.ts";
import { isOfOneSeries, seriesPerRequest, toSelector, validateKeys } from "./run-many.ts";
import type { ManyResult, SeriesKey } from "./run-many.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions } from "./transport.ts";

/** Any number of series, and where their point is looked for. */
export interface ReadManyFirstLatestParameters<Key extends SeriesKey> {
  /** Ids, or names with their facilities; any number of them. */
  readonly series: readonly Key[];
  /** Only points at or after this time. */
  readonly startTime?: TimeInput | undefined;
  /** Only points before this time. */
  readonly endTime?: TimeInput | undefined;
  /** Only points of these statuses. Default: all. */
  readonly statusFilter?: readonly number[] | undefined;
  /** Whether one series that cannot be read fails the whole read. Default: it goes to `failed`, and the others go on. */
  readonly failFast?: boolean | undefined;
}

interface OneOfEach {
  readonly datapoints?: Datapoints;
  readonly error?: OmniaError;
}

/** @param get sends one request for up to 100 items */
async function readOneOfEach<Key extends SeriesKey>(
  { series, failFast = false, ...window }: ReadManyFirstLatestParameters<Key>,
  get: (items: readonly MultiOnePointItem[]) => Promise<readonly OneOfEach[]>,
): Promise<ManyResult<Key, Datapoint | undefined>> {
  const found = new Map<Key, Datapoint | undefined>();
  const failed = new Map<Key, OmniaError>();

  async function readSome(keys: readonly Key[]): Promise<void> {
    let results: readonly OneOfEach[];
    try {
      results = await get(keys.map((key): MultiOnePointItem => ({ ...toSelector(key), ...window })));
    } catch (error) {
      if (!isOmniaError(error) || failFast || error.code === "aborted" || error.code === "invalid-argument")
        throw error;
      if (keys.length === 1 || !isOfOneSeries(error)) {
        for (const key of keys) failed.set(key, error);
        return;
      }
      const middle = keys.length >> 1;
      await Promise.all([readSome(keys.slice(0, middle)), readSome(keys.slice(middle))]);
      return;
    }
    results.forEach(({ datapoints, error }, i) => {
      if (error !== undefined && failFast) throw error;
      if (error === undefined) found.set(keys[i]!, datapoints?.at(0));
      else failed.set(keys[i]!, error);
    });
  }

  const keys = validateKeys(series);
  const packs = Array.from({ length: Math.ceil(keys.length / seriesPerRequest) }, (_, i) =>
    keys.slice(i * seriesPerRequest, (i + 1) * seriesPerRequest),
  );
  await Promise.all(packs.map(readSome));
  // In the order in which they were passed in, whatever came first.
  const ordered = keys.filter((key) => found.has(key)).map((key) => [key, found.get(key)] as const);
  return { series: new Map(ordered), failed };
}

/** The newest point of any number of series, 100 in a request; `undefined` where there is none. @throws OmniaError as `readMany` does */
export function readManyLatest<Key extends SeriesKey>(
  client: Pick<TimeseriesClient, "getLatestMultiDatapoint">,
  parameters: ReadManyFirstLatestParameters<Key>,
  options?: CallOptions,
): Promise<ManyResult<Key, Datapoint | undefined>> {
  return readOneOfEach(parameters, async (items) => [...(await client.getLatestMultiDatapoint({ items }, options))]);
}

/** The oldest point of any number of series, 100 in a request; `undefined` where there is none. @throws OmniaError as `readMany` does */
export function readManyFirst<Key extends SeriesKey>(
  client: Pick<TimeseriesClient, "getFirstMultiDatapoint">,
  parameters: ReadManyFirstLatestParameters<Key>,
  options?: CallOptions,
): Promise<ManyResult<Key, Datapoint | undefined>> {
  return readOneOfEach(parameters, async (items) => [...(await client.getFirstMultiDatapoint({ items }, options))]);
}
