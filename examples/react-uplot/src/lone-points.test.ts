import { expect, test } from "vitest";
import { lonePoints } from "./lone-points.ts";

test.each([
  [[1, 2, null, 3, null, 4, 5], [3]],
  [
    [1, null, 2],
    [0, 2],
  ],
  // Times of other lines are nothing to this one.
  [[undefined, 1, undefined, null, undefined, 2, undefined, 3], [1]],
  [[], []],
])("of %j they are at %j", (column, places) => {
  expect(lonePoints(column)).toEqual(places);
});
