import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRequest } from "./create-request.ts";
import { operations } from "./operations.ts";
import { timeseriesApi } from "./timeseries-api.ts";

const baseUrl = "https://example.org/plant/timeseries/v1.7";
const accept = "application/json";
const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
// Any text without lone surrogates, with what has a meaning in URLs made frequent.
const text = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({
    unit: fc.constantFrom("/", "?", "#", "&", "=", "+", "%", " ", ".", "*", "ø", "å", "a", "$", "{", "}", "\\"),
    minLength: 1,
  }),
);

describe("createRequest", () => {
  test("a server reads back every text in the path", () => {
    fc.assert(
      fc.property(text, (query) => {
        fc.pre(query !== "." && query !== "..");
        const { url } = createRequest(timeseriesApi, baseUrl, {
          operation: operations.GetSearchByQuery,
          path: { query },
          accept,
        });
        const { pathname, search, hash, host } = new URL(url);
        expect({ search, hash, host }).toEqual({ search: "", hash: "", host: "example.org" });
        expect(pathname.startsWith("/plant/timeseries/v1.7/search/")).toBe(true);
        expect(pathname.split("/")).toHaveLength(6);
        expect(decodeURIComponent(pathname.split("/").at(-1)!)).toBe(query);
      }),
    );
  });

  test("a server reads back every text in the query", () => {
    const names = [
      "name",
      "externalId",
      "source",
      "assetId",
      "facility",
      "description",
      "unit",
      "continuationToken",
    ] as const;
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map((name) => [name, text])), { requiredKeys: [] }), (query) => {
        const { url } = createRequest(timeseriesApi, baseUrl, { operation: operations.GetSearch, query, accept });
        expect(Object.fromEntries(new URL(url).searchParams)).toEqual(query);
      }),
    );
  });

  test("arrays are repeated keys, and what is absent is not written", () => {
    const query = {
      status: [192, 64],
      limit: 10,
      includeOutsidePoints: false,
      startTime: undefined,
      federationSource: null,
    };
    const { url } = createRequest(timeseriesApi, baseUrl, {
      operation: operations.GetData,
      path: { id },
      query,
      accept,
    });
    expect(url).toBe(`${baseUrl}/${id}/data?limit=10&status=192&status=64&includeOutsidePoints=false`);
  });

  test("the caller's headers do not replace those of the client", () => {
    const headers = { Accept: "text/html", "X-Case": "1", "Content-Type": "text/plain" };
    const made = createRequest(timeseriesApi, baseUrl, {
      operation: operations.postTimeseries,
      body: "{}",
      accept,
      headers,
    });
    expect(made.headers).toEqual({ accept, "content-type": "application/json", "x-case": "1" });
  });

  test.each([
    [{ id: "" }, {}, "id: "],
    [{ id: "not-a-guid" }, {}, 'id: "not-a-guid" is not a GUID'],
    [{ id: `${id}\n` }, {}, "is not a GUID"],
    [{}, {}, "id: undefined cannot stand in a path"],
    [{ id }, { limit: 0 }, "limit: 0 is not a whole number from 1 to 100000"],
    [{ id }, { limit: 100_001 }, "limit: 100001 is not"],
    [{ id }, { limit: 1.5 }, "limit: 1.5 is not"],
    [{ id }, { limit: "10" }, 'limit: "10" is not'],
    [{ id }, { limit: Number.NaN }, "limit: "],
    [{ id }, { status: [192, -1] }, "status: -1 is not a whole number from 0"],
    [{ id }, { status: [1.5] }, "status: 1.5 is not"],
    [{ id }, { federationSource: "PI" }, 'federationSource: "PI" is not one of IMS, TSDB, DataLake'],
  ])("refuses %j with %j", (path, query, why) => {
    expect(() => createRequest(timeseriesApi, baseUrl, { operation: operations.GetData, path, query, accept })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(why) }),
    );
  });

  test.each([".", "..", "", "\uD800", "a\uDC00"])("refuses %j in a path, which would name something else", (query) => {
    expect(() =>
      createRequest(timeseriesApi, baseUrl, { operation: operations.GetSearchByQuery, path: { query }, accept }),
    ).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});
