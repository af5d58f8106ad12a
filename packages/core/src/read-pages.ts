import type { CallOptions } from "./transport.ts";
import { OmniaError } from "./omnia-error.ts";
import { formatCursor, parseCursor } from "./read-cursor.ts";
import { beginRead } from "./read-plan.ts";
import type { ReadPart, ReadRules } from "./read-plan.ts";
import { runRead } from "./run-read.ts";
import type { TimeWindow } from "./time-window.ts";

/** How far a read has come. */
export interface ReadProgress {
  /** How many rows were handed out. */
  readonly rows: number;
  /** How many the window has, where the service says so. */
  readonly totalCount: number | undefined;
  /** Everything before this time was handed out; ns since 1970-01-01T00:00:00Z. */
  readonly upTo: bigint;
}

/** What a read of many pages takes beside what each of its requests takes. */
export interface ReadOptions extends CallOptions {
  /** Is told after each page. */
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** Where a read that ends here can go on: JSON text, for the parameter `cursor`. */
export interface CursorOfPage {
  readonly cursor: string;
}

interface Rows {
  readonly length: number;
  readonly time: BigInt64Array;
}

/** A page as one request gave it. */
export interface RequestedPage<T> {
  readonly page: T;
  /** How many of its rows lie inside the window. */
  readonly rows: number;
  readonly totalCount: number | undefined;
  readonly token: string | undefined;
}

interface PagesRequest<T> {
  readonly id: string;
  readonly window: TimeWindow;
  readonly cursor: string | undefined;
  readonly rules: ReadRules;
  /** One request for a part. */
  readonly ask: (part: ReadPart, options: CallOptions) => Promise<RequestedPage<T>>;
  /** Rows `from` (included) to `to` (excluded) of a page. */
  readonly cut: (page: T, from: number, to: number) => T;
}

/** A page without the rows that lie before the part: a service that knows no nanoseconds begins at the last row again. */
function trim<T extends Rows>(page: T, { from }: Pick<ReadPart, "from">, cut: PagesRequest<T>["cut"]): T {
  let first = 0;
  while (first < page.length && page.time[first]! < from) first++;
  return first === 0 ? page : cut(page, first, page.length);
}

/** Where the read begins: at the start of its window, or where the cursor says. */
function readBounds({ id, window, cursor }: Pick<PagesRequest<unknown>, "id" | "window" | "cursor">): {
  readonly from: bigint;
  readonly end: bigint;
} {
  const { start, end } = window;
  if (cursor === undefined) return { from: start!, end: end! };
  const { next, end: frozenEnd } = parseCursor(cursor);
  const from = next.get(id);
  if (from === undefined) {
    throw new OmniaError("invalid-argument", `cursor: is not of series ${id}, but of ${[...next.keys()].join(", ")}.`);
  }
  return { from, end: frozenEnd };
}

/**
 * Where a read goes on behind a page.
 *
 * @param next where the following part begins; it is that of the page itself where a token leads on
 */
function behind(last: bigint | undefined, next: bigint | undefined, end: bigint, step: bigint): bigint {
  if (next === undefined) return end;
  if (last === undefined || next > last) return next;
  return last + step < end ? last + step : end;
}

/**
 * All pages of a window of one series, in order. What may be cut is asked for side by side as soon as the first page
 * tells how dense it is.
 */
export async function* readPages<T extends Rows>(
  request: PagesRequest<T>,
  options: ReadOptions = {},
): AsyncGenerator<T & CursorOfPage, void> {
  const { id, rules, ask, cut } = request;
  const { onProgress, ...call } = options;
  const { from, end } = readBounds(request);
  if (request.cursor !== undefined && from >= end) return;
  // Where nothing may be cut, a read that goes on begins anew, and passes over what was handed out.
  const begin = rules.canSplit ? from : (request.window.start ?? from);
  let rows = 0;
  let totalCount: number | undefined;
  const pages = runRead<T>(
    beginRead(rules, [{ from: begin, to: end }]),
    async ({ parts }, signal) => {
      const part = parts[0]!;
      const { page, rows: inside, totalCount: total, token } = await ask(part, { ...call, signal });
      const kept = rules.canSplit ? trim(page, part, cut) : page;
      totalCount ??= total;
      return { parts: [{ rows: inside, first: kept.time.at(0), last: kept.time.at(-1), total, page: kept }], token };
    },
    call.signal,
  );
  for await (const { page: whole, next } of pages) {
    const page = rules.canSplit || request.cursor === undefined ? whole : trim(whole, { from }, cut);
    const last = page.time.at(-1);
    const upTo = behind(last, next, end, rules.step);
    rows += page.length;
    onProgress?.({ rows, totalCount, upTo });
    if (page.length > 0) yield Object.assign(page, { cursor: formatCursor({ end, next: new Map([[id, upTo]]) }) });
  }
}
