import { readTime } from "./read-time.ts";

/** A window as requests name it. */
export interface WindowTexts {
  readonly startTime?: string | null;
  readonly endTime?: string | null;
}

const nsPerMs = 1_000_000n;

/**
 * The window in ns: from 1970 to now where the request says nothing.
 *
 * @param where what the times are called in a refusal, such as `Parameter`
 * @throws Refusal 400
 */
export function readWindow(
  { startTime, endTime }: WindowTexts,
  where: (name: string) => string,
  nowMs: number,
): { start: bigint; end: bigint } {
  const start = readTime(startTime, where("startTime")) ?? 0n;
  const end = readTime(endTime, where("endTime")) ?? BigInt(Math.floor(nowMs)) * nsPerMs;
  return { start, end };
}
