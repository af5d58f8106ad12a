import type { ItemsReader } from "./items-reader.ts";
import type { PagesReader } from "./pages-reader.ts";

interface Reader<T> extends AsyncIterable<T> {
  all(limits: never): Promise<unknown>;
}

/** What both kinds of readers have, of one that is loaded when it is first used. */
function createLaterReader<T, R extends Reader<T>>(load: () => Promise<R>): Reader<T> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* await load();
    },
    all: async (limits) => (await load()).all(limits),
  };
}

export function createLaterPagesReader<T, OfPage>(load: () => Promise<PagesReader<T, OfPage>>): PagesReader<T, OfPage> {
  return createLaterReader<T & OfPage, PagesReader<T, OfPage>>(load) as PagesReader<T, OfPage>;
}

export function createLaterItemsReader<T>(load: () => Promise<ItemsReader<T>>): ItemsReader<T> {
  return {
    ...(createLaterReader<T, ItemsReader<T>>(load) as ItemsReader<T>),
    async *pages() {
      yield* (await load()).pages();
    },
  };
}
