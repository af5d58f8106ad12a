import type { Aggregation } from "./get-aggregates.ts";
import { toIntervalNs } from "./processing-interval.ts";
import type { ReadRules } from "./read-plan.ts";

/** What depends on the intervals around a window, and so may not be read in parts. */
const fillsFromOutside: ReadonlySet<unknown> = new Set(["previous", "linear"]);

/** How a window of intervals may be cut: at their borders, where each depends on its own points alone. */
export function splitRules({
  processingInterval,
  fill,
}: Pick<Aggregation, "processingInterval" | "fill">): Pick<ReadRules, "step" | "canSplit"> {
  // Without a length the whole window is one interval.
  if (processingInterval === undefined) return { step: 1n, canSplit: false };
  return { step: toIntervalNs(processingInterval), canSplit: !fillsFromOutside.has(fill) };
}
