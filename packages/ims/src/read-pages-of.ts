import type { CallOptions, ItemsPage, ItemsReader } from "@omnia-timeseries/core";
import { createItemsReader } from "@omnia-timeseries/core/platform-api";

/** What every list takes. */
export interface PageParameters {
  /** Most items of one page, 1 to 100 000. Default of the service: 1000. */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly continuationToken?: string | undefined;
}

/** What walking a list takes, beside what the list itself does. */
export interface ReadPagesParameters {
  /** Most items of one request, 1 to 100 000. Default of the service: 1000. */
  readonly pageSize?: number | undefined;
  /** Where to go on: the token of the last page that was read. */
  readonly continuationToken?: string | undefined;
}

/** Makes the walker of a list from the function that gets one page of it. */
export function readPagesOf<Filters extends object, T>(
  getPage: (parameters: Filters & PageParameters, options?: CallOptions) => Promise<ItemsPage<T>>,
): (parameters: Filters & ReadPagesParameters, options?: CallOptions) => ItemsReader<T> {
  return ({ pageSize, continuationToken, ...filters }, options) =>
    createItemsReader(
      (token) => getPage({ ...(filters as unknown as Filters), limit: pageSize, continuationToken: token }, options),
      continuationToken,
    );
}
