import type { Read } from "./exchange.ts";
import { OmniaError } from "./omnia-error.ts";
import { operations } from "./operations.ts";
import type { components } from "./operations.ts";
import type { ItemsPage } from "./items-reader.ts";
import { readItems, readItemsPage } from "./read-items.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** A series, without its points. Source: specs/timeseries/openapi.yaml. */
export type TimeseriesItem = components["schemas"]["TimeseriesItem"];
/** What a series is created with; `name` is unique within its `facility`. */
export type TimeseriesRequest = components["schemas"]["TimeseriesRequest"];

const accept = "application/json";

const readOne: Read<TimeseriesItem> = async (response, maxBytes) => {
  const items = await readItems<TimeseriesItem>()(response, maxBytes);
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new OmniaError("decode", `The answer holds ${items.length} series at data.items instead of one.`);
  }
  return item;
};

function validateText(value: unknown, name: string): void {
  if (typeof value === "string" && value !== "") return;
  throw new OmniaError(
    "invalid-argument",
    `${name}: a series needs one, and ${JSON.stringify(value) ?? "undefined"} is none.`,
  );
}

/**
 * Creates a series. It is not sent twice: when the connection fails, the series may exist.
 *
 * @throws OmniaError `conflict` when the facility has a series of this name, `outcome-unknown` when the answer was lost
 */
export async function postTimeseries(
  transport: Transport,
  parameters: TimeseriesRequest,
  options?: CallOptions,
): Promise<TimeseriesItem> {
  validateText(parameters.name, "name");
  validateText(parameters.facility, "facility");
  const body = JSON.stringify(parameters);
  return transport.send({ operation: operations.postTimeseries, body, accept }, readOne, options);
}

/** @throws OmniaError `not-found` for an unknown id */
export async function getTimeseriesById(
  transport: Transport,
  { id }: { readonly id: string },
  options?: CallOptions,
): Promise<TimeseriesItem> {
  return transport.send({ operation: operations.getTimeseriesById, path: { id }, accept }, readOne, options);
}

/** Filters are combined with "and". In `name`, `description`, `unit` and `query` a `*` stands for any text. */
export interface SearchTimeseriesParameters {
  /** Searched for in name, description and unit. */
  readonly query?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly facility?: string | undefined;
  readonly externalId?: string | undefined;
  readonly source?: string | undefined;
  readonly assetId?: string | undefined;
  /** Most series of one page. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
}

/** One GetSearchByQuery request where `query` is given, else one GetSearch request. @throws OmniaError */
export async function searchTimeseries(
  transport: Transport,
  parameters: SearchTimeseriesParameters,
  options?: CallOptions,
): Promise<ItemsPage<TimeseriesItem>> {
  const { query, ...filters } = parameters;
  const target =
    query === undefined
      ? { operation: operations.GetSearch }
      : { operation: operations.GetSearchByQuery, path: { query } };
  return transport.send({ ...target, query: filters, accept }, readItemsPage<TimeseriesItem>(), options);
}
