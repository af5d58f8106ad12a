import { OmniaError } from "./omnia-error.ts";
import { formatTime, parseTime } from "./time.ts";

/** Where a read that was ended goes on. */
export interface ReadCursor {
  /** The end of the window, as it was frozen when the read began; ns. */
  readonly end: bigint;
  /** By the id of the series: all before it was read; ns. A series at its end has the end. */
  readonly next: ReadonlyMap<string, bigint>;
}

/** As JSON, to be kept anywhere. */
export function formatCursor({ end, next }: ReadCursor): string {
  const times = Object.fromEntries([...next].map(([id, time]) => [id, formatTime(time)]));
  return JSON.stringify({ end: formatTime(end), next: times });
}

function readTime(value: unknown): bigint | undefined {
  return typeof value === "string" ? parseTime(value) : undefined;
}

/** @throws OmniaError `invalid-argument` for a text that is not a cursor */
export function parseCursor(text: string): ReadCursor {
  const wrong = new OmniaError(
    "invalid-argument",
    `cursor: ${JSON.stringify(text)} is not one. Give the cursor of a page, as it was.`,
  );
  let given: { readonly end?: unknown; readonly next?: unknown } | null;
  try {
    given = JSON.parse(text) as typeof given;
  } catch {
    throw wrong;
  }
  const end = readTime(given?.end);
  const next = given?.next;
  if (end === undefined || typeof next !== "object" || next === null) throw wrong;
  const times = Object.entries(next).map(([id, value]) => {
    const time = readTime(value);
    if (time === undefined || time > end) throw wrong;
    return [id, time] as const;
  });
  return { end, next: new Map(times) };
}
