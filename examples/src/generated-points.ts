import { Datapoints } from "@omnia-timeseries/core";

/** A plausible pressure, one point a second up to `endMs`: it breathes, drifts, jumps once, is silent for a while and bad for a while. */
export function generatePoints(length: number, endMs: number): Datapoints {
  const time = new BigInt64Array(length);
  const value = new Float64Array(length);
  const status = new Uint32Array(length).fill(192);
  // A linear congruential generator (Numerical Recipes), so that every run draws the same curve.
  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const silentFrom = Math.floor(length * 0.55);
  const silentSeconds = Math.floor(length * 0.04);
  for (let i = 0; i < length; i++) {
    const secondsBack = length - 1 - i + (i < silentFrom ? silentSeconds : 0);
    time[i] = BigInt(endMs - secondsBack * 1000) * 1_000_000n;
    const part = i / length;
    const trip = part > 0.72 && part < 0.78 ? -18 : 0;
    value[i] = 62 + 9 * Math.sin(part * 21) + 4 * part + trip + noise();
    if (part > 0.72 && part < 0.73) status[i] = 0;
    else if (part > 0.3 && part < 0.32) status[i] = 64;
  }
  return new Datapoints({ id: "", time, value, status });
}
