import { listOperations, resolve } from "./openapi-document.ts";
import type { OpenApiDocument } from "./openapi-document.ts";

interface QueryParameter {
  readonly name: string;
  readonly isArray: boolean;
  readonly style: string;
  readonly explode: boolean;
}

/** Every query parameter of the API by name; openapi-fetch takes one serializer a client, so a name must mean one style. */
function queryParameters(document: OpenApiDocument): QueryParameter[] {
  const byName = new Map<string, QueryParameter>();
  for (const { operation, parameters } of listOperations(document)) {
    for (const { name, in: place, schema, style = "form", explode = true } of parameters) {
      if (place !== "query") continue;
      const found = { name, isArray: resolve(document, schema).type === "array", style, explode };
      const known = byName.get(name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(found)) {
        throw new Error(`${operation.operationId}: query parameter "${name}" has another style elsewhere.`);
      }
      byName.set(name, found);
    }
  }
  return [...byName.values()];
}

/** The module that writes the query of any operation, each parameter in the style that the document gives it. */
export function generateQuerySerializer(document: OpenApiDocument): string {
  const lines = queryParameters(document).map(({ name, isArray, style, explode }) =>
    isArray
      ? `    serializeArrayParam(${JSON.stringify(name)}, (query[${JSON.stringify(name)}] ?? []) as unknown[], ${JSON.stringify({ style, explode })}),`
      : `    serializePrimitiveParam(${JSON.stringify(name)}, query[${JSON.stringify(name)}] as string),`,
  );
  return [
    'import { serializeArrayParam, serializePrimitiveParam } from "openapi-fetch";',
    "",
    "export function serializeQuery(query: Readonly<Record<string, unknown>>): string {",
    "  return [",
    ...lines,
    '  ].filter((part) => part !== "").join("&");',
    "}",
    "",
  ].join("\n");
}
