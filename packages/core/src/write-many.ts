import { toColumns } from "./datapoint-input.ts";
import type { DatapointInput } from "./datapoint-input.ts";
import { Datapoints } from "./datapoints.ts";
import { findParameter } from "./find-parameter.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { runWrites } from "./run-writes.ts";
import type { ManyWriter, WriteBatch } from "./run-writes.ts";
import { orderDatapoints, pointBytes, seriesBytes } from "./split-writes.ts";
import type { WriteLimits } from "./split-writes.ts";
import type { CallOptions } from "./transport.ts";
import { validateParameter } from "./validate-parameter.ts";
import type { DatapointsToWrite } from "./write-data.ts";
import type { WriteProgress, WriteReport } from "./write-report.ts";

/** How bulk writes are sent. */
export interface WriteSizes {
  /** Most points in one request. Default 10 000; the service documents no limit. */
  readonly pointsPerRequest?: number | undefined;
  /** Most bytes of the body of one request, at least 256. Default 1 000 000. A point counts as 96, the most it takes. */
  readonly bytesPerRequest?: number | undefined;
  /** `true`: the service queues the points and answers at once; they are then `accepted`. Default `false`. */
  readonly async?: boolean | undefined;
}

export interface WriteManyParameters extends WriteSizes {
  /**
   * Points by the ids of their series, or batches of them. An id may come more than once: its batches are written in
   * their order. All of it is checked before anything is sent, but for an async iterable: that is a stream, taken as
   * fast as it can be written, and a bad batch of it ends its series. Small batches of one series are not put together;
   * `createWriter` does that.
   */
  readonly series:
    | ReadonlyMap<string, Iterable<DatapointInput>>
    | Iterable<DatapointsToWrite>
    | AsyncIterable<DatapointsToWrite>;
}

/** `timeoutMs` is that of each request. */
export interface WriteManyOptions extends CallOptions {
  /** Is told after each request how many points have come to which end. What it throws fails the write. */
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined;
}

const idRule = findParameter(dataOperations.writeData, "id");
/** As many as a read of many series takes. */
const seriesPerRequest = 100;
const leastBytes = 256;

/** @throws OmniaError `invalid-argument` */
export function toWriteLimits({ pointsPerRequest = 10_000, bytesPerRequest = 1_000_000 }: WriteSizes): WriteLimits {
  for (const [name, value, least] of [
    ["pointsPerRequest", pointsPerRequest, 1],
    ["bytesPerRequest", bytesPerRequest, Math.max(leastBytes, pointBytes + seriesBytes)],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw new OmniaError("invalid-argument", `${name}: ${String(value)} is not a whole number from ${least} on.`);
    }
  }
  return { points: pointsPerRequest, bytes: bytesPerRequest, series: seriesPerRequest };
}

/** The points of one batch; none where it has none. @throws OmniaError `invalid-argument` */
export function toBatch(
  item: DatapointsToWrite,
  place: string,
  nowMs: number,
): { readonly id: string; readonly points: Datapoints }[] {
  if (typeof item !== "object" || item === null) {
    throw new OmniaError("invalid-argument", `${place}: is not { id, datapoints }.`);
  }
  const { id, datapoints } = item;
  validateParameter(idRule, id, `${place}.id`);
  const isList = Array.isArray(datapoints) || datapoints instanceof Datapoints;
  if (isList && datapoints.length === 0) return [];
  return [{ id, points: orderDatapoints(id, toColumns(datapoints, `${place}.datapoints`, nowMs)) }];
}

async function* toBatches(
  series: AsyncIterable<DatapointsToWrite>,
  nowMs: () => number,
): AsyncGenerator<WriteBatch, void> {
  let i = 0;
  for await (const item of series) {
    try {
      yield* toBatch(item, `series[${i++}]`, nowMs());
    } catch (error) {
      if (!isOmniaError(error, "invalid-argument")) throw error;
      yield { id: String((item as Partial<DatapointsToWrite> | null)?.id), error };
    }
  }
}

const isStream = (series: WriteManyParameters["series"]): series is AsyncIterable<DatapointsToWrite> =>
  typeof (series as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator] === "function";

function listBatches(
  series: Exclude<WriteManyParameters["series"], AsyncIterable<unknown>>,
  nowMs: number,
): WriteBatch[] {
  if (series instanceof Map) {
    return [...(series as ReadonlyMap<string, Iterable<DatapointInput>>)].flatMap(([id, datapoints]) =>
      toBatch({ id, datapoints }, `series.get(${JSON.stringify(id)})`, nowMs),
    );
  }
  if (typeof (series as Partial<Iterable<unknown>> | undefined)?.[Symbol.iterator] !== "function") {
    throw new OmniaError("invalid-argument", "series: is neither a Map nor a list or stream of { id, datapoints }.");
  }
  return Array.from(series as Iterable<DatapointsToWrite>, (item, i) => toBatch(item, `series[${i}]`, nowMs)).flat();
}

/**
 * Writes any amount of points of any number of series, and reports of every one what became of it. Large series go in
 * parts, small ones together; a part goes only when the one before it is certain to be written. Where one is not, the
 * rest of that series is not sent, and the others go on. Points are written in the order of their times; of several
 * of a batch at one time the last one counts.
 *
 * It does not fail by what happens on the way: look at `failed`, `unknown` and `stopped`.
 *
 * @example
 * ```ts
 * const { failed, unknown, stopped } = await writeMany(client, { series: [{ id, datapoints: rows }] });
 * for (const { id, from, to, error } of [...failed, ...unknown]) console.error(id, from, to, error.message);
 * if (stopped !== undefined) throw stopped;
 * ```
 * @throws OmniaError `invalid-argument`, with nothing sent, for bad input that is not a stream
 */
export async function writeMany(
  client: ManyWriter,
  { series, async = false, ...sizes }: WriteManyParameters,
  { onProgress, ...call }: WriteManyOptions = {},
): Promise<WriteReport> {
  const limits = toWriteLimits(sizes);
  const run = isStream(series)
    ? { ready: [], later: toBatches(series, client.now) }
    : { ready: listBatches(series, client.now()) };
  return runWrites(client, { ...run, limits, async, onProgress }, call);
}
