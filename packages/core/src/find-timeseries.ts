import type { TimeseriesClient } from "./client.ts";
import type { TimeseriesItem } from "./timeseries-metadata.ts";
import type { CallOptions } from "./transport.ts";
import { validateList } from "./validate-list.ts";
import { validateText } from "./validate-text.ts";

export interface FindTimeseriesParameters {
  /** Code of the facility, in any case; an equivalent code also finds it. */
  readonly facility: string;
  /** Names as they are, at least one; nothing in them is a wildcard. */
  readonly names: Iterable<string>;
}

/** What became of each name, by the names as they were given. */
export interface FoundTimeseries {
  /** With id, unit, step and the rest. */
  readonly found: ReadonlyMap<string, TimeseriesItem>;
  readonly missing: readonly string[];
  /** Names of several series: a name is unique only among the series that were created under one code of the facility. */
  readonly ambiguous: ReadonlyMap<string, readonly TimeseriesItem[]>;
}

/** From this many names on, the facility's whole list is read: it takes fewer requests than that for most facilities. */
const manyNames = 100;
const pageSize = 10_000;
/** A list ends here, whatever there is (specs/timeseries/openapi.yaml, `Getall`). */
const longestList = 100_000;
const atOnce = 4;

type Finder = Pick<TimeseriesClient, "readTimeseries">;

/** Calls `use` for every item, a few at a time. When one fails, no other is begun, and those under way are aborted. */
async function forEachOf<T>(
  items: Iterable<T>,
  outer: AbortSignal | undefined,
  use: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // All workers take from one generator, which the first failure closes.
  const queue = (function* () {
    yield* items;
  })();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer!.reason);
  if (outer?.aborted === true) onAbort();
  outer?.addEventListener("abort", onAbort);
  const work = async (): Promise<void> => {
    for (const item of queue) await use(item, controller.signal);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } catch (error) {
    controller.abort(error);
    throw error;
  } finally {
    outer?.removeEventListener("abort", onAbort);
  }
}

/** Series of the facility by name, as far as one list goes. */
async function listByName(
  client: Finder,
  facility: string,
  options: CallOptions | undefined,
): Promise<{ readonly byName: ReadonlyMap<string, TimeseriesItem[]>; readonly isWhole: boolean }> {
  const byName = new Map<string, TimeseriesItem[]>();
  let count = 0;
  for await (const item of client.readTimeseries({ facility, pageSize }, options)) {
    count++;
    const name = item.name ?? "";
    const alike = byName.get(name);
    if (alike === undefined) byName.set(name, [item]);
    else alike.push(item);
  }
  return { byName, isWhole: count < longestList };
}

/**
 * Finds series by their exact names: a request a name for few, four at a time; for many the list of the
 * facility once, unless the facility has more series than a list can hold.
 *
 * @throws OmniaError of any request that fails; then nothing is given
 */
export async function findTimeseries(
  client: Finder,
  { facility, names }: FindTimeseriesParameters,
  options?: CallOptions,
): Promise<FoundTimeseries> {
  validateText(facility, "facility", "names are looked for at one facility");
  const wanted = [...new Set(names)];
  validateList(wanted, "names");
  for (const [i, name] of wanted.entries()) validateText(name, `names[${i}]`, "a series is found by its name");

  const items = new Map<string, readonly TimeseriesItem[]>();
  const ask = async (name: string, signal: AbortSignal): Promise<void> => {
    const matching: TimeseriesItem[] = [];
    // The service decides about the facility, whose codes it knows; about the name we do.
    for await (const item of client.readTimeseries({ facility, name }, { ...options, signal })) {
      if (item.name === name) matching.push(item);
    }
    items.set(name, matching);
  };
  const list = wanted.length < manyNames ? undefined : await listByName(client, facility, options);
  if (list?.isWhole) for (const name of wanted) items.set(name, list.byName.get(name) ?? []);
  else await forEachOf(wanted, options?.signal, ask);

  const counted = wanted.map((name) => [name, items.get(name)!] as const);
  return {
    found: new Map(counted.flatMap(([name, [item, ...others]]) => (item && others.length === 0 ? [[name, item]] : []))),
    missing: counted.filter(([, matching]) => matching.length === 0).map(([name]) => name),
    ambiguous: new Map(counted.filter(([, matching]) => matching.length > 1)),
  };
}
