import { operations } from "@omnia-timeseries/core/operations";
import { describe, expect, test } from "vitest";
import { basePath, findOperation } from "./find-operation.ts";

describe("findOperation", () => {
  test.each(Object.entries(operations))("%s is found by its own method and path", (operationId, { method, path }) => {
    const filled = path.replace("{id}", "x").replace("{query}", "q").replace("{facet}", "f").replace("{name}", "n");
    expect(findOperation(method, basePath + filled).operationId).toBe(operationId);
    expect(findOperation(method, `${basePath}${filled.replace(/\/$/, "")}/`).operationId).toBe(operationId);
    expect(findOperation(method, (basePath + filled).toUpperCase()).operationId).toBe(operationId);
  });

  test("values in the path are decoded, and keep their case", () => {
    expect(findOperation("GET", `${basePath}/Search/A%2FB%20c*`)).toEqual({
      operationId: "GetSearchByQuery",
      path: { query: "A/B c*" },
    });
  });

  test.each([
    ["GET", "/", 404],
    ["GET", "/plant/timeseries/v1.6/", 404],
    ["GET", "/plant/timeseries/v1.70", 404],
    ["GET", `${basePath}/a/b/c/d`, 404],
    ["GET", `${basePath}/data`, 405],
    ["PATCH", `${basePath}/search`, 405],
    ["GET", `${basePath}/%zz`, 400],
  ])("%s %s is refused with %d", (method, path, statusCode) => {
    expect(() => findOperation(method, path)).toThrow(expect.objectContaining({ statusCode }));
  });
});
