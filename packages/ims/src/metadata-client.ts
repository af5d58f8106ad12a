import { OmniaError } from "@omnia-timeseries/core";
import type { CallOptions, ItemsPage, ItemsReader, RestClient, TransportOptions } from "@omnia-timeseries/core";
import { createRestClient, createTransport, readItems, readItemsPage } from "@omnia-timeseries/core/platform-api";
import { operations } from "./gen/metadata-operations.ts";
import type { components, paths } from "./gen/metadata-paths.ts";
import { imsMetadataApi } from "./metadata-api.ts";
import { readPagesOf } from "./read-pages-of.ts";
import type { PageParameters, ReadPagesParameters } from "./read-pages-of.ts";

/** A tag of a historian; every field is a text. Source: specs/ims-metadata/openapi.yaml. */
export type ImsTag = components["schemas"]["MetadataItem_v2"];
/** The fields that a tag must have to be found. */
export type ImsTagFields = components["schemas"]["MetadataSearchModel"];
/** How many tags have a value; the value stands under the name of the facet. */
export type ImsFacet = components["schemas"]["FacetItem"];

/** Filters are combined with "and". */
export interface ImsTagFilters {
  /** Name of the tag; a `*` stands for any text. */
  readonly tag?: string | undefined;
  /** Unique id of the tag, such as `ONO-IMS-7380`. */
  readonly uid?: string | undefined;
}

/** The tags that have all fields of at least one element. */
export interface ImsTagSets {
  readonly items: readonly ImsTagFields[];
}

/**
 * The IMS Metadata API: what the historians of the plants know of their tags. Every function takes
 * `(parameters, options?)` and rejects with an `OmniaError`; `get…` and `search…` are one request,
 * `read…` as many as it takes.
 */
export interface ImsMetadataClient {
  /** The service under its own names, typed by its OpenAPI document; the same retry and sign-in. */
  readonly rest: RestClient<paths>;
  /** Tags by name or uid, one page of them. */
  search(parameters: ImsTagFilters & PageParameters, options?: CallOptions): Promise<ItemsPage<ImsTag>>;
  /** All tags by name or uid. */
  readSearch(parameters: ImsTagFilters & ReadPagesParameters, options?: CallOptions): ItemsReader<ImsTag>;
  /** Tags by name, sent in the path, one page of them. For names that hold `/` use `search`. */
  searchByTag(parameters: { readonly tag: string } & PageParameters, options?: CallOptions): Promise<ItemsPage<ImsTag>>;
  /** All tags by name, sent in the path. */
  readSearchByTag(
    parameters: { readonly tag: string } & ReadPagesParameters,
    options?: CallOptions,
  ): ItemsReader<ImsTag>;
  /** Tags by many sets of fields, one page of them. */
  searchMultiple(parameters: ImsTagSets & PageParameters, options?: CallOptions): Promise<ItemsPage<ImsTag>>;
  /** All tags by many sets of fields. */
  readSearchMultiple(parameters: ImsTagSets & ReadPagesParameters, options?: CallOptions): ItemsReader<ImsTag>;
  /** Tags of all plants, one page of them. */
  getMetadata(parameters: PageParameters, options?: CallOptions): Promise<ItemsPage<ImsTag>>;
  /** All tags of all plants. */
  readMetadata(parameters: ReadPagesParameters, options?: CallOptions): ItemsReader<ImsTag>;
  /** Tags of a plant, one page of them. */
  getMetadataByPlant(
    parameters: { readonly plant: string } & PageParameters,
    options?: CallOptions,
  ): Promise<ItemsPage<ImsTag>>;
  /** All tags of a plant. */
  readMetadataByPlant(
    parameters: { readonly plant: string } & ReadPagesParameters,
    options?: CallOptions,
  ): ItemsReader<ImsTag>;
  /** A tag of a plant, one item for each of its terminals. */
  getMetadataByTag(
    parameters: { readonly plant: string; readonly tag: string } & PageParameters,
    options?: CallOptions,
  ): Promise<ItemsPage<ImsTag>>;
  /** The same, all pages of it. */
  readMetadataByTag(
    parameters: { readonly plant: string; readonly tag: string } & ReadPagesParameters,
    options?: CallOptions,
  ): ItemsReader<ImsTag>;
  /** The tag with this uid. */
  getMetadataByUid(parameters: { readonly uid: string }, options?: CallOptions): Promise<readonly ImsTag[]>;
  /** How many tags there are per value of a field, such as `systemCode`. */
  getFacets(parameters: { readonly facet: string }, options?: CallOptions): Promise<readonly ImsFacet[]>;
}

const accept = "application/json";

/** @throws OmniaError `invalid-argument` for sets that would find nothing, or everything */
function encodeSets(items: readonly ImsTagFields[]): string {
  if (!Array.isArray(items) || items.length === 0) {
    throw new OmniaError(
      "invalid-argument",
      "items: is not a list with something in it. Give at least one { tag, … }.",
    );
  }
  const empty = items.findIndex((fields) => Object.values(fields ?? {}).every((value) => value == null));
  if (empty !== -1) {
    throw new OmniaError("invalid-argument", `items[${empty}]: names no field, so every tag would be found.`);
  }
  return JSON.stringify(items);
}

/**
 * @example
 * ```ts
 * const ims = createImsMetadataClient({ environment: "prod", credential });
 * for await (const tag of ims.readSearch({ tag: "GRA-STAT-20-*" })) console.log(tag.uid, tag.engUnits);
 * ```
 * @throws OmniaError `invalid-argument` for an unknown environment or an unsafe base URL, `credential` where there is none
 */
export function createImsMetadataClient(options: TransportOptions): ImsMetadataClient {
  const transport = createTransport(imsMetadataApi, options);
  const client: Omit<ImsMetadataClient, `read${string}` | "rest"> = {
    search: async (query, call) =>
      transport.send({ operation: operations.GetSearch, query: { ...query }, accept }, readItemsPage<ImsTag>(), call),
    searchByTag: async ({ tag, ...query }, call) =>
      transport.send(
        { operation: operations.GetSearchByTag, path: { tag }, query, accept },
        readItemsPage<ImsTag>(),
        call,
      ),
    searchMultiple: async ({ items, ...query }, call) =>
      transport.send(
        { operation: operations.SearchMultiple, query, body: encodeSets(items), accept },
        readItemsPage<ImsTag>(),
        call,
      ),
    getMetadata: async (query, call) =>
      transport.send({ operation: operations.GetMetadata, query: { ...query }, accept }, readItemsPage<ImsTag>(), call),
    getMetadataByPlant: async ({ plant, ...query }, call) =>
      transport.send(
        { operation: operations.GetMetadataByPlant, path: { plant }, query, accept },
        readItemsPage<ImsTag>(),
        call,
      ),
    getMetadataByTag: async ({ plant, tag, ...query }, call) =>
      transport.send(
        { operation: operations.GetMetadataByTag, path: { plant, tag }, query, accept },
        readItemsPage<ImsTag>(),
        call,
      ),
    getMetadataByUid: async ({ uid }, call) =>
      transport.send({ operation: operations.GetMetadataByUid, path: { uid }, accept }, readItems<ImsTag>(), call),
    getFacets: async ({ facet }, call) =>
      transport.send({ operation: operations.GetFacets, path: { facet }, accept }, readItems<ImsFacet>(), call),
  };
  return {
    rest: createRestClient(imsMetadataApi, transport),
    ...client,
    readSearch: readPagesOf(client.search),
    readSearchByTag: readPagesOf(client.searchByTag),
    readSearchMultiple: readPagesOf(client.searchMultiple),
    readMetadata: readPagesOf(client.getMetadata),
    readMetadataByPlant: readPagesOf(client.getMetadataByPlant),
    readMetadataByTag: readPagesOf(client.getMetadataByTag),
  };
}
