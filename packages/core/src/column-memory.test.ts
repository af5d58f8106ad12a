import fc from "fast-check";
import { expect, test } from "vitest";
import { createReusedMemory, newMemory } from "./column-memory.ts";

test("lends the same memory again after it was reclaimed, the smallest that fits", () => {
  const memory = createReusedMemory();
  const large = memory.take(800);
  const small = memory.take(400);
  memory.reclaim();
  expect(memory.take(300)).toBe(small);
  expect(memory.take(300)).toBe(large);
});

test("never lends the same memory twice at a time, nor less than was asked for", () => {
  const step = fc.oneof(
    fc.record({ take: fc.nat(1000) }),
    fc.constant("give" as const),
    fc.constant("reclaim" as const),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const memory = createReusedMemory();
      const wrong: ArrayBuffer[] = [];
      let lent: ArrayBuffer[] = [];
      for (const one of steps) {
        if (one === "reclaim") {
          memory.reclaim();
          lent = [];
        } else if (one === "give") {
          const buffer = lent.pop();
          if (buffer !== undefined) memory.give(buffer);
        } else {
          const buffer = memory.take(one.take);
          if (buffer.byteLength < one.take || lent.includes(buffer)) wrong.push(buffer);
          lent.push(buffer);
        }
      }
      expect(wrong).toEqual([]);
    }),
  );
});

test("new memory that is given back is let go at once", () => {
  const buffer = newMemory.take(1000);
  newMemory.give(buffer);
  expect([buffer.byteLength, buffer.detached]).toEqual([0, true]);
});
