/** What JSON cannot tell apart, as text: bigints, negative zero, and numbers that are none. */
function toPlain(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return [...(value as unknown as Iterable<unknown>)];
  return value;
}

/**
 * Works without a test runner and without Node.
 *
 * @throws Error with both, unless they are the same value for value
 */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value, toPlain));
  if (is !== should) throw new Error(`${what}: is ${is}, and should be ${should}`);
}
