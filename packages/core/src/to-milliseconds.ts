/** Nanoseconds as milliseconds. Loses what is below about 1 µs. */
export function toMilliseconds(time: BigInt64Array): Float64Array {
  // Milliseconds and the rest apart: one division of the whole would round first.
  return Float64Array.from(time, (ns) => Number(ns / 1_000_000n) + Number(ns % 1_000_000n) / 1e6);
}
