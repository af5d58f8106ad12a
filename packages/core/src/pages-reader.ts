import { OmniaError } from "./omnia-error.ts";

/** All rows of a window, page by page; nothing is requested before it is iterated. */
export interface PagesReader<T> extends AsyncIterable<T> {
  /**
   * Reads everything into one.
   *
   * @throws OmniaError `incomplete` as soon as there are more than `maxPoints` points, or intervals; it never cuts
   */
  all(limits: { readonly maxPoints: number }): Promise<T>;
}

interface Page {
  readonly length: number;
  readonly totalCount?: number;
}

/** Where the pages of a reader come from, and how they become one. */
interface PagesSource<T> {
  /** For errors. */
  readonly id: string;
  readonly readPages: (reuseBuffers: boolean) => AsyncGenerator<T, void>;
  /** @param length of all pages together */
  readonly join: (pages: readonly T[], length: number) => T;
  readonly reuseBuffers: boolean;
}

export function createPagesReader<T extends Page>(source: PagesSource<T>): PagesReader<T> {
  const { id, readPages, join, reuseBuffers } = source;
  return {
    [Symbol.asyncIterator]: () => readPages(reuseBuffers),
    async all({ maxPoints }) {
      const pages: T[] = [];
      let length = 0;
      for await (const page of readPages(false)) {
        pages.push(page);
        length += page.length;
        const known = Math.max(length, page.totalCount ?? 0);
        if (known > maxPoints) {
          throw new OmniaError(
            "incomplete",
            `The window of series ${id} holds ${known} points or more, above maxPoints ${maxPoints}. ` +
              "Raise maxPoints, narrow the window, or iterate over the pages.",
            { isRetryable: false },
          );
        }
      }
      return join(pages, length);
    },
  };
}

/**
 * Walks the pages of a window until one has no token. An empty page is not the end, and is passed over.
 *
 * @param readPage reads the page that a token leads to, or the first
 * @throws OmniaError `decode` for a token that comes twice
 */
export async function* walkPages<T extends Page & { readonly continuationToken: string | undefined }>(
  id: string,
  readPage: (continuationToken: string | undefined) => Promise<T>,
): AsyncGenerator<T, void> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    token = page.continuationToken;
    if (page.length > 0) yield page;
    if (token !== undefined && seen.has(token)) {
      throw new OmniaError(
        "decode",
        `The service gave a continuation token twice for series ${id}; the read would never end.`,
      );
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}
