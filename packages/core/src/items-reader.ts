import { OmniaError } from "./omnia-error.ts";

/** One page of a list. There are more when it carries a token. */
export interface ItemsPage<T> {
  readonly items: readonly T[];
  readonly continuationToken: string | undefined;
}

/** All items of a list, one after the other; nothing is requested before it is iterated. */
export interface ItemsReader<T> extends AsyncIterable<T> {
  /** The same page by page, empty ones too: a job that keeps the token of the last page can go on from there. */
  pages(): AsyncIterable<ItemsPage<T>>;
  /**
   * Reads everything into one array.
   *
   * @throws OmniaError `incomplete` as soon as there are more than `maxItems`; it never cuts
   */
  all(limits: { readonly maxItems: number }): Promise<T[]>;
}

/**
 * @param readPage reads the page that a token leads to, or the first
 * @param first the token to begin with
 */
export function createItemsReader<T>(
  readPage: (continuationToken: string | undefined) => Promise<ItemsPage<T>>,
  first?: string,
): ItemsReader<T> {
  async function* readPages(): AsyncGenerator<ItemsPage<T>, void> {
    const seen = new Set<string>();
    let token = first;
    for (;;) {
      const page = await readPage(token);
      token = page.continuationToken;
      yield page;
      if (token === undefined) return;
      if (seen.has(token)) {
        throw new OmniaError("decode", "The service gave a continuation token twice; the list would never end.");
      }
      seen.add(token);
    }
  }
  return {
    pages: readPages,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of readPages()) yield* items;
    },
    async all({ maxItems }) {
      const all: T[] = [];
      for await (const { items } of readPages()) {
        all.push(...items);
        if (all.length > maxItems) {
          throw new OmniaError(
            "incomplete",
            `The list holds ${all.length} items or more, above maxItems ${maxItems}. Raise maxItems, filter, or iterate.`,
            { isRetryable: false },
          );
        }
      }
      return all;
    },
  };
}
