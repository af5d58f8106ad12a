import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";

const letters = { seconds: "s", minutes: "m", hours: "h", days: "d" } as const;
type Unit = keyof typeof letters;

/** A length in one unit, such as `{ minutes: 15 }`. */
type Duration = {
  [U in Unit]: { readonly [K in U]: number } & { readonly [K in Exclude<Unit, U>]?: never };
}[Unit];

/** Length of the intervals that are aggregated: a whole number of seconds, minutes, hours or days. `"15m"` is `{ minutes: 15 }`. */
export type ProcessingInterval = `${number}${(typeof letters)[Unit]}` | Duration;

const pattern = new RegExp(findParameter(dataOperations.GetAggregatedData, "processingInterval").pattern!, "u");

function toText(interval: unknown): string | undefined {
  if (typeof interval !== "object" || interval === null) return typeof interval === "string" ? interval : undefined;
  const given = Object.entries(interval).filter(([, amount]) => amount !== undefined);
  const [unit = "", amount] = given[0] ?? [];
  return given.length === 1 && unit in letters ? `${String(amount)}${letters[unit as Unit]}` : undefined;
}

/**
 * The wire's text, such as `15m`.
 *
 * @throws OmniaError `invalid-argument` for anything but a whole number above 0 of one unit
 */
export function formatProcessingInterval(interval: ProcessingInterval, name: string): string {
  const text = toText(interval);
  if (text !== undefined && pattern.test(text)) return text;
  throw new OmniaError(
    "invalid-argument",
    `${name}: ${JSON.stringify(interval) ?? typeof interval} is not a whole number above 0 of seconds, minutes, hours or days. ` +
      'Give a text such as "15m" (s, m, h or d), or { minutes: 15 }.',
  );
}

const nsPerUnit: Readonly<Record<string, bigint>> = {
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** Its length in nanoseconds. @throws OmniaError `invalid-argument` as {@link formatProcessingInterval} does */
export function toIntervalNs(interval: ProcessingInterval, name = "processingInterval"): bigint {
  const text = formatProcessingInterval(interval, name);
  return BigInt(text.slice(0, -1)) * nsPerUnit[text.slice(-1)]!;
}
