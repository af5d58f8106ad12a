import { hashText } from "./hash-text.ts";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/**
 * Trace ids in the service's form, `0HMT7I3PQEH7M:00000DB3`: the seed, then the number of the request.
 * The same requests in the same order get the same ids.
 */
export function createTraceIds(seed: number): { readonly next: () => string; readonly reset: () => void } {
  const [high, low] = hashText(`trace ${seed}`);
  let rest = (BigInt(high) << 32n) | BigInt(low);
  let connection = "";
  for (let i = 0; i < 11; i++) {
    connection = digits[Number(rest % 32n)]! + connection;
    rest /= 32n;
  }
  let requests = 0;
  return {
    next() {
      requests += 1;
      return `0H${connection}:${requests.toString(16).toUpperCase().padStart(8, "0")}`;
    },
    reset() {
      requests = 0;
    },
  };
}
