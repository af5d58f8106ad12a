import { expect, test } from "vitest";
import type { OpenApiDocument } from "./openapi-document.ts";
import { generateQuerySerializer } from "./query-serializer.ts";

function documentWith(...parameters: readonly object[]): OpenApiDocument {
  const operation = { operationId: "a", parameters: parameters.map((p) => ({ in: "query", schema: {}, ...p })) };
  return { paths: { "/a": { get: { ...operation, responses: {} } } } } as unknown as OpenApiDocument;
}

/** Runs the module that was generated; Node reads its types away. */
async function load(code: string): Promise<(query: object) => string> {
  const { stripTypeScriptTypes } = await import("node:module");
  const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(code))}`;
  return ((await import(/* @vite-ignore */ url)) as { serializeQuery: (query: object) => string }).serializeQuery;
}

test("a value is a pair, an array a pair an element, and what is absent is not written", async () => {
  const serializeQuery = await load(
    generateQuerySerializer(documentWith({ name: "x" }, { name: "y" }, { name: "z" }, { name: "in", in: "path" })),
  );
  const query = { y: [192, 64], x: "a+b&c=ø", z: undefined, unknown: 1, in: "path" };
  expect(serializeQuery(query)).toBe("x=a%2Bb%26c%3D%C3%B8&y=192&y=64");
  expect(serializeQuery({ x: false, y: [], z: null })).toBe("x=false");
  expect(serializeQuery({})).toBe("");
});

test.each([{ explode: false }, { style: "pipeDelimited" }])(
  "a style that the platform has not is refused: %j",
  (style) => {
    expect(() => generateQuerySerializer(documentWith({ name: "x", ...style }))).toThrow(
      'a: query parameter "x" is not of style form, exploded.',
    );
  },
);
