import type { OpenApiDocument } from "./openapi-document.ts";

const prose = new Set(["description", "summary", "example", "examples", "externalDocs", "tags", "contact"]);

/** Without prose; the names of properties, which may be the same words, stay. */
function strip(value: unknown, isMap: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, false));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isMap || !prose.has(key))
      .map(([key, inner]) => [key, strip(inner, !isMap && (key === "properties" || key === "schemas"))]),
  );
}

/** The module that holds the document itself, for the mock server's checks. */
export function generateMockDocument({ openapi, info, paths, components }: OpenApiDocument): string {
  const document = strip({ openapi, info: { title: info.title, version: info.version }, paths, components }, false);
  return [
    "/** OpenAPI 3.1, `$ref`s kept, without prose. */",
    `export const document: Readonly<Record<string, unknown>> = ${JSON.stringify(document, null, 1)};`,
    "",
  ].join("\n");
}
