import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { createRouter } from "./find-operation.ts";

const findOperation = createRouter(apis);
const basePath = "/plant/timeseries/v1.7";
const rows = apis.flatMap((api) =>
  Object.values(api.operations).map((operation) => ({ name: `${api.name} ${operation.operationId}`, api, operation })),
);

describe("findOperation", () => {
  test.each(rows)("$name is found by its own method and path", ({ api, operation }) => {
    const filled = api.basePath + operation.path.replaceAll(/\{(\w+)\}/g, "x$1");
    for (const path of [filled, `${filled.replace(/\/$/, "")}/`, filled.toUpperCase()]) {
      const found = findOperation(operation.method, path);
      expect([found.api.name, found.operation.operationId]).toEqual([api.name, operation.operationId]);
    }
  });

  test("every API stands where the official SDKs ask for it", () => {
    expect(apis.map((api) => [api.name, api.basePath])).toEqual([
      ["timeseries", "/plant/timeseries/v1.7"],
      ["ims-metadata", "/plant/ims-metadata/v1.3"],
      ["ims-subscriptions", "/plant/ims-subscriptions/v1.2"],
      ["ims-subscriptions-management", "/plant/ims-subscriptions-management/v1.2"],
      ["alarm-events", "/iiot/ae/v1"],
    ]);
  });

  test("values in the path are decoded, and keep their case", () => {
    const { operation, path } = findOperation("GET", `${basePath}/Search/A%2FB%20c*`);
    expect([operation.operationId, path]).toEqual(["GetSearchByQuery", { query: "A/B c*" }]);
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
