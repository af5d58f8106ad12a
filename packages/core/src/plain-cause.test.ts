import { expect, test } from "vitest";
import { plainCause, textOf } from "./plain-cause.ts";

test("name, message, stack, code and causes stay; everything else goes", () => {
  const inner = Object.assign(new RangeError("inner"), { code: "ECONNRESET", socket: { secret: 1 } });
  const outer = Object.assign(new TypeError("outer", { cause: inner }), { request: { headers: "secret" }, code: 7 });
  const copy = plainCause(outer) as Error;
  expect({ name: copy.name, message: copy.message, stack: copy.stack }).toEqual({
    name: "TypeError",
    message: "outer",
    stack: outer.stack,
  });
  expect(copy.cause).toMatchObject({ name: "RangeError", message: "inner", code: "ECONNRESET" });
  expect(Object.keys(copy)).toEqual([]);
  expect(Object.keys(copy.cause as Error)).toEqual(["code"]);
});

test("of several errors each one is copied", () => {
  const copy = plainCause(new AggregateError([Object.assign(new Error("first"), { a: 1 }), "second"], "all"));
  expect(copy).toBeInstanceOf(AggregateError);
  expect((copy as AggregateError).errors).toEqual([new Error("first"), "second"]);
  expect(Object.keys((copy as AggregateError).errors[0] as Error)).toEqual([]);
});

test("an error that is its own cause comes to an end", () => {
  const error = new Error("round");
  error.cause = error;
  let depth = 0;
  for (let cause: unknown = plainCause(error); cause instanceof Error; cause = cause.cause) depth++;
  expect(depth).toBe(9);
});

test.each([
  ["a text", "a text", "a text"],
  [undefined, undefined, "a thrown undefined"],
  [{ secret: 1 }, undefined, "a thrown object"],
  [7, undefined, "a thrown number"],
])("of what is no error, %j, only a text stays", (thrown, copy, text) => {
  expect(plainCause(thrown)).toBe(copy);
  expect(textOf(thrown)).toBe(text);
});
