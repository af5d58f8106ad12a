import { listOperations } from "./openapi-document.ts";
import type { OpenApiDocument } from "./openapi-document.ts";

/** The names of all query parameters; all are of style `form`, exploded, which is OpenAPI's default and the platform's. */
function queryNames(document: OpenApiDocument): string[] {
  const names = new Set<string>();
  for (const { operation, parameters } of listOperations(document)) {
    for (const { name, in: place, style = "form", explode = true } of parameters) {
      if (place !== "query") continue;
      if (style !== "form" || !explode) {
        throw new Error(`${operation.operationId}: query parameter "${name}" is not of style form, exploded.`);
      }
      names.add(name);
    }
  }
  return [...names];
}

/** The module that writes the query of any operation: `name=value`, an array as one pair an element, what is absent not at all. */
export function generateQuerySerializer(document: OpenApiDocument): string {
  return [
    "const names: readonly string[] = [",
    ...queryNames(document).map((name) => `  ${JSON.stringify(name)},`),
    "];",
    "",
    "export function serializeQuery(query: Readonly<Record<string, unknown>>): string {",
    "  return names",
    "    .flatMap((name) => [query[name] ?? []].flat().map((value) => `${name}=${encodeURIComponent(String(value))}`))",
    '    .join("&");',
    "}",
    "",
  ].join("\n");
}
