import { hashText } from "./hash-text.ts";

/**
 * Numbers from 0 (included) to 1 (excluded), the same for the same seed. Not for secrets.
 * Source: George Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003), the 32-bit triple 13, 17, 5.
 */
export function createRandom(seed: number): () => number {
  // Zero is the one state that the generator never leaves.
  let state = hashText(String(seed))[0] || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
