import { findParameter } from "./find-parameter.ts";
import { createItemsReader } from "./items-reader.ts";
import type { ItemsPage, ItemsReader } from "./items-reader.ts";
import { metadataOperations } from "./gen/metadata-operations.ts";
import { readItemsPage } from "./read-items.ts";
import type { TimeseriesItem } from "./timeseries-metadata.ts";
import type { CallOptions, Transport } from "./transport.ts";
import { validateParameter } from "./validate-parameter.ts";

/** Combined with "and". */
export interface TimeseriesFilter {
  readonly name?: string | undefined;
  /** In any case; an equivalent code also finds it. */
  readonly facility?: string | undefined;
  readonly externalId?: string | undefined;
  readonly source?: string | undefined;
  readonly assetId?: string | undefined;
}

/** Combined with "and". In `name`, `description`, `unit` and `query` a `*` stands for any text. */
export interface TimeseriesSearch extends TimeseriesFilter {
  /** Searched for in name, description and unit. */
  readonly query?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
}

interface OnePage {
  /** Most series of one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
}

interface AllPages {
  /** Most series of one request, 1 to 100 000. Default of the service: 1000. */
  readonly pageSize?: number | undefined;
  /** Of a page that `pages()` gave: goes on after it. */
  readonly continuationToken?: string | undefined;
}

export interface GetTimeseriesParameters extends TimeseriesFilter, OnePage {}
export interface SearchTimeseriesParameters extends TimeseriesSearch, OnePage {}
export interface ReadTimeseriesParameters extends TimeseriesFilter, AllPages {}
export interface ReadTimeseriesSearchParameters extends TimeseriesSearch, AllPages {}

const accept = "application/json";
const limitRule = findParameter(metadataOperations.Getall, "limit");

/** The wire's name of a page size. @throws OmniaError `invalid-argument` */
function toLimit(pageSize: number | undefined): { readonly limit: number | undefined } {
  validateParameter(limitRule, pageSize, "pageSize");
  return { limit: pageSize };
}

/** One Getall request. @throws OmniaError */
export async function getTimeseries(
  transport: Transport,
  parameters: GetTimeseriesParameters,
  options?: CallOptions,
): Promise<ItemsPage<TimeseriesItem>> {
  const input = { operation: metadataOperations.Getall, query: { ...parameters }, accept };
  return transport.send(input, readItemsPage<TimeseriesItem>(), options);
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
      ? { operation: metadataOperations.GetSearch }
      : { operation: metadataOperations.GetSearchByQuery, path: { query } };
  return transport.send({ ...target, query: filters, accept }, readItemsPage<TimeseriesItem>(), options);
}

/** Any number of Getall requests, one after the other. */
export function readTimeseries(
  transport: Transport,
  { pageSize, continuationToken, ...filter }: ReadTimeseriesParameters,
  options?: CallOptions,
): ItemsReader<TimeseriesItem> {
  return createItemsReader(
    (token) => getTimeseries(transport, { ...filter, ...toLimit(pageSize), continuationToken: token }, options),
    continuationToken,
  );
}

/** Any number of search requests, one after the other. */
export function readTimeseriesSearch(
  transport: Transport,
  { pageSize, continuationToken, ...search }: ReadTimeseriesSearchParameters,
  options?: CallOptions,
): ItemsReader<TimeseriesItem> {
  return createItemsReader(
    (token) => searchTimeseries(transport, { ...search, ...toLimit(pageSize), continuationToken: token }, options),
    continuationToken,
  );
}
