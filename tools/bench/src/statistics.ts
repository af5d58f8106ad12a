/** The middle of measurements, and where most of them lie. */
export interface Summary {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/** @throws RangeError where there are no samples */
export function quantile(samples: readonly number[], fraction: number): number {
  if (samples.length === 0) throw new RangeError("No samples.");
  const sorted = samples.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

export function summarize(samples: readonly number[]): Summary {
  return { median: median(samples), p10: quantile(samples, 0.1), p90: quantile(samples, 0.9) };
}

/**
 * How many times `slow` takes as long as `fast`, round by round: what slows the machine for a while slows both.
 *
 * @throws RangeError where they were not measured in the same rounds
 */
export function ratios(slow: readonly number[], fast: readonly number[]): number[] {
  if (slow.length !== fast.length) throw new RangeError(`${slow.length} rounds against ${fast.length}.`);
  return slow.map((duration, round) => duration / fast[round]!);
}
