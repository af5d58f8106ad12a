import type { Read } from "./exchange.ts";
import type { ItemsPage } from "./items-reader.ts";
import { OmniaError } from "./omnia-error.ts";
import { readJson } from "./read-json.ts";

/** The envelope of every list that the platform answers, as far as it can be trusted: not at all. */
interface ListAnswer {
  readonly data?: { readonly items?: unknown } | null;
  readonly continuationToken?: unknown;
}

/** Reads one page of a list, at `data.items` with its token beside `data`. @throws OmniaError `decode` when there is none */
export function readItemsPage<T>(): Read<ItemsPage<T>> {
  return async (response, maxBytes) => {
    const { data, continuationToken } = await readJson<ListAnswer>()(response, maxBytes);
    if (!Array.isArray(data?.items)) throw new OmniaError("decode", "The answer has no list at data.items.");
    const token = typeof continuationToken === "string" && continuationToken !== "" ? continuationToken : undefined;
    return { items: data.items as T[], continuationToken: token };
  };
}

/** Reads a list that comes as a whole. @throws OmniaError `decode` when there is none */
export function readItems<T>(): Read<readonly T[]> {
  return async (response, maxBytes) => (await readItemsPage<T>()(response, maxBytes)).items;
}
