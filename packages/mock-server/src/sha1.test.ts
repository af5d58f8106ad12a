import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha1 } from "./sha1.ts";

test("is that of node:crypto, at every length around the blocks' ends too", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.nat({ max: 200 }).map((n) => "a".repeat(n)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(sha1(text)).toBe(createHash("sha1").update(text).digest("hex"));
    }),
    { numRuns: 500 },
  );
});
