import { OmniaError } from "./omnia-error.ts";

/** All rows of a window, page by page; nothing is requested before it is iterated. */
export interface PagesReader<T, OfPage = unknown> extends AsyncIterable<T & OfPage> {
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
interface PagesSource<T, OfPage> {
  /** For errors. */
  readonly id: string;
  readonly readPages: (reuseBuffers: boolean) => AsyncGenerator<T & OfPage, void>;
  /** @param length of all pages together */
  readonly join: (pages: readonly T[], length: number) => T;
  readonly reuseBuffers: boolean;
}

export function createPagesReader<T extends Page, OfPage>(source: PagesSource<T, OfPage>): PagesReader<T, OfPage> {
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
