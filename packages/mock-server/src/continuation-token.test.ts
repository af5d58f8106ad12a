import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeContinuationToken, encodeContinuationToken } from "./continuation-token.ts";

const scope = fc.array(fc.string(), { maxLength: 3 });
const numbers = fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), { nil: undefined }), {
  minLength: 1,
  maxLength: 5,
});

describe("continuation tokens", () => {
  test("hold their numbers, are safe in URLs, and fit their scope alone", () => {
    fc.assert(
      fc.property(scope, scope, numbers, (one, other, given) => {
        const token = encodeContinuationToken(one, given);
        expect(encodeURIComponent(token)).toBe(token);
        expect(decodeContinuationToken(one, token)).toEqual(given);
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(decodeContinuationToken(other, token)).toBeUndefined();
      }),
    );
  });

  test("anything else is none", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeContinuationToken(["a"], text)).toBeUndefined();
      }),
    );
  });

  test("a token with one character changed is none", () => {
    const token = encodeContinuationToken(["a"], [1n, 1_704_067_200_000_000_000n]);
    for (let i = 0; i < token.length - 1; i++) {
      const changed = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
      expect(decodeContinuationToken(["a"], changed)).toBeUndefined();
    }
  });
});
