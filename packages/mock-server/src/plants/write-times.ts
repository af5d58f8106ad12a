const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const [lowAt, highAt] = isLittleEndian ? ([0, 1] as const) : ([1, 0] as const);
/** So many seconds are so many nanoseconds that a number holds all of them. */
const maxSeconds = 1_000_000;

/**
 * Writes the times of samples that follow each other, without a bigint for each.
 *
 * @param rows where they go; `sample` is the first one, counted in periods since 1970-01-01T00:00:00Z
 * @param jitterOf how many ticks of 100 ns behind its period a sample is
 */
export function writeTimes(
  rows: BigInt64Array,
  sample: number,
  periodSeconds: number,
  jitterOf: (sample: number) => number,
): void {
  const words = new Uint32Array(rows.buffer, rows.byteOffset, 2 * rows.length);
  const periodNs = periodSeconds * 1e9;
  const atOnce = Math.floor(maxSeconds / periodSeconds);
  for (let start = 0; start < rows.length; start += atOnce) {
    const base = BigInt(sample + start) * BigInt(periodNs);
    const baseLow = Number(BigInt.asUintN(32, base));
    const baseHigh = Number(base >> 32n);
    const end = Math.min(rows.length, start + atOnce);
    for (let row = start; row < end; row++) {
      const low = baseLow + (row - start) * periodNs + jitterOf(sample + row) * 100;
      words[2 * row + lowAt] = low >>> 0;
      words[2 * row + highAt] = baseHigh + Math.floor(low / 2 ** 32);
    }
  }
}
