import { expect, test } from "vitest";
import type { OpenApiDocument } from "./openapi-document.ts";
import { generateQuerySerializer } from "./query-serializer.ts";

function documentWith(first: object, second: object): OpenApiDocument {
  const operation = (operationId: string, parameter: object): object => ({
    operationId,
    parameters: [{ in: "query", schema: { type: "array" }, ...parameter }],
    responses: {},
  });
  return {
    paths: { "/a": { get: operation("a", first) }, "/b": { get: operation("b", second) } },
  } as unknown as OpenApiDocument;
}

test("each parameter is written in the style that the document gives it", () => {
  const code = generateQuerySerializer(
    documentWith({ name: "x", style: "pipeDelimited", explode: false }, { name: "y" }),
  );
  expect(code).toContain(
    'serializeArrayParam("x", (query["x"] ?? []) as unknown[], {"style":"pipeDelimited","explode":false})',
  );
  expect(code).toContain('serializeArrayParam("y", (query["y"] ?? []) as unknown[], {"style":"form","explode":true})');
});

test("one name with two styles is refused, because openapi-fetch has one serializer a client", () => {
  expect(() => generateQuerySerializer(documentWith({ name: "x" }, { name: "x", explode: false }))).toThrow(
    'b: query parameter "x" has another style elsewhere.',
  );
});
