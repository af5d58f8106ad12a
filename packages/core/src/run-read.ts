import { OmniaError } from "./omnia-error.ts";
import { isReadAll, nextRequests, readUpTo, seePage } from "./read-plan.ts";
import type { PlannedRequest, ReadPart, ReadState, SeenPart } from "./read-plan.ts";

/** What came of a request: what the plan wants to know of it, and the rows of each part, in the order of the request. */
export interface ReadAnswer<T> {
  readonly parts: readonly (SeenPart & { readonly page: T | undefined })[];
  readonly token: string | undefined;
}

/** The next rows of a series, in the order of their times. */
export interface ReadPage<T> {
  readonly series: number;
  readonly page: T;
  /** Where the series is to be read on from behind this page; undefined where it is at its end. */
  readonly next: bigint | undefined;
}

interface Finished<T> {
  readonly from: bigint;
  readonly page: T;
}

/** Pages that came, and have not been given out. */
function createShelf<T>(): {
  readonly put: (part: ReadPart, page: T) => void;
  /** The next page of any series that has no hole before it. */
  readonly take: (state: ReadState) => ReadPage<T> | undefined;
  readonly size: () => number;
} {
  const shelf = new Map<number, Finished<T>[]>();
  let size = 0;
  return {
    put({ series, from }, page) {
      const pages = shelf.get(series) ?? [];
      // Behind those of the same border: they continue each other by tokens.
      const at = pages.findLastIndex((other) => other.from <= from) + 1;
      shelf.set(series, pages.toSpliced(at, 0, { from, page }));
      size++;
    },
    take(state) {
      for (const [series, [first, ...others]] of shelf) {
        const open = readUpTo(state, series);
        if (first === undefined || (open !== undefined && first.from > open)) continue;
        if (others.length === 0) shelf.delete(series);
        else shelf.set(series, others);
        size--;
        const behind = others[0]?.from;
        return {
          series,
          page: first.page,
          next: behind === undefined || (open !== undefined && open < behind) ? open : behind,
        };
      }
      return undefined;
    },
    size: () => size,
  };
}

/** Refuses a token that leads in a circle. */
function createTokenCheck(): (request: PlannedRequest, token: string | undefined) => void {
  const seen = new Set<string>();
  return ({ parts }, token) => {
    if (token === undefined || parts.length > 1) return;
    const { series, from, to } = parts[0]!;
    const key = JSON.stringify([series, String(from), String(to), token]);
    if (seen.has(key)) {
      throw new OmniaError("decode", "The service gave a continuation token twice; the read would never end.");
    }
    seen.add(key);
  };
}

/**
 * Carries out a plan: asks side by side, and gives the pages of each series in the order of their times. No more is
 * under way, or waits to be taken, than the plan's `parallel`. Who stops taking ends what is under way.
 *
 * @param ask sends one request; it ends when its signal fires
 * @throws what `ask` throws
 */
export async function* runRead<T>(
  begin: ReadState,
  ask: (request: PlannedRequest, signal: AbortSignal) => Promise<ReadAnswer<T>>,
  outer?: AbortSignal,
): AsyncGenerator<ReadPage<T>, void> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer!.reason);
  const validateToken = createTokenCheck();
  const shelf = createShelf<T>();
  const arrived: (() => void)[] = [];
  let state = begin;
  let wake = (): void => {};

  const see = (request: PlannedRequest, { parts, token }: ReadAnswer<T>): void => {
    validateToken(request, token);
    state = seePage(state, { request, parts, token });
    parts.forEach(({ page }, i) => {
      if (page !== undefined) shelf.put(request.parts[i]!, page);
    });
  };
  const start = (request: PlannedRequest): void => {
    const arrive = (take: () => void): void => {
      arrived.push(take);
      wake();
    };
    ask(request, controller.signal).then(
      (answer) => arrive(() => see(request, answer)),
      (error: unknown) =>
        arrive(() => {
          throw error;
        }),
    );
  };

  if (outer?.aborted === true) onAbort();
  outer?.addEventListener("abort", onAbort);
  try {
    for (;;) {
      for (let page = shelf.take(state); page !== undefined; page = shelf.take(state)) yield page;
      if (isReadAll(state)) return;
      const { parallel } = state.rules;
      const busy = state.underWay.length;
      const next = nextRequests(state, Math.max(parallel - busy - shelf.size(), busy === 0 ? 1 : 0));
      state = next.state;
      next.requests.forEach(start);
      if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (const take of arrived.splice(0)) take();
    }
  } finally {
    outer?.removeEventListener("abort", onAbort);
    controller.abort(new OmniaError("aborted", "The read was ended."));
  }
}
