/** Raw points as columns, as far as benches look at them. */
export interface Points {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: BigInt64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
}

const startMs = Date.UTC(2026, 0, 1);

/**
 * What a pressure sensor might have sent: about one point a second with the jitter of its clock, a value that breathes,
 * drifts, jumps once and is noisy, and a status that is bad for a while. The same on every run.
 *
 * @param decimals to how many the value is rounded, as transmitters do; absent: all digits of a double
 */
export function createPoints(length: number, decimals?: number): Points {
  const time = new BigInt64Array(length);
  const value = new Float64Array(length);
  const status = new Uint32Array(length).fill(192);
  // A linear congruential generator (Numerical Recipes).
  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (let i = 0; i < length; i++) {
    const part = i / length;
    time[i] = BigInt(startMs + i * 1000 + Math.round(noise() * 100 + 50)) * 1_000_000n;
    const trip = part > 0.72 && part < 0.78 ? -18 : 0;
    const exact = 62 + 9 * Math.sin(i / 900) + 4 * part + trip + noise();
    value[i] = decimals === undefined ? exact : Number(exact.toFixed(decimals));
    if (part > 0.72 && part < 0.725) status[i] = 0;
    else if (part > 0.3 && part < 0.31) status[i] = 64;
  }
  return { time, value, status };
}

export function slicePoints({ time, value, status }: Points, from: number, to: number): Points {
  return { time: time.subarray(from, to), value: value.subarray(from, to), status: status.subarray(from, to) };
}

/** All points of several pages. */
export function joinPoints(pages: readonly Points[]): Points {
  const length = pages.reduce((sum, { time }) => sum + time.length, 0);
  const all = {
    time: new BigInt64Array(length),
    value: new Float64Array(length),
    status: new Uint32Array(length),
  };
  let row = 0;
  for (const { time, value, status } of pages) {
    all.time.set(time, row);
    all.value.set(value, row);
    all.status.set(status, row);
    row += time.length;
  }
  return all;
}
