import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { listOperations, resolve } from "./openapi-document.ts";
import type { OpenApiDocument, ParameterObject } from "./openapi-document.ts";

/** Schemas by operation, and by the part of a request that they are of. */
type Schemas = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What references are relative to. */
const documentId = "document";

/**
 * A schema as ajv shall read it: its references go to the one document, and formats do not count but for int32,
 * which is a range.
 *
 * @param isMap whether the keys are names, and not keywords
 */
function prepare(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((item) => prepare(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (isMap) return [[key, prepare(inner)]];
      if (key === "$ref") return [[key, `${documentId}${String(inner)}`]];
      if (key !== "format") return [[key, prepare(inner, key === "properties" || key === "schemas")]];
      return inner === "int32" ? Object.entries({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }) : [];
    }),
  );
}

/** An object of the parameters in one place. */
function schemaOf(parameters: readonly ParameterObject[], place: string): object {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: "object",
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

function listParameters(document: OpenApiDocument): Schemas {
  const rows = listOperations(document).map(({ operation, parameters }) => [
    operation.operationId,
    { path: schemaOf(parameters, "path"), query: schemaOf(parameters, "query") },
  ]);
  return Object.fromEntries(rows) as Schemas;
}

function listBodies(document: OpenApiDocument): Schemas {
  const rows = listOperations(document).flatMap(({ operation: { operationId, requestBody } }) => {
    const body = requestBody && resolve(document, requestBody).content["application/json"];
    return body === undefined ? [] : [[operationId, { body: body.schema }]];
  });
  return Object.fromEntries(rows) as Schemas;
}

/** @param coerceTypes whether texts become what their schemas say */
function generateModule(document: OpenApiDocument, schemas: Schemas, coerceTypes: boolean): string {
  const ajv = new Ajv2020({
    strict: false,
    // JSON.parse makes Infinity of 1e999, which is no number to the service.
    strictNumbers: true,
    // Fills what the document gives a default, so that defaults are stated there alone.
    useDefaults: true,
    // Lengths as strings have them: what counts code points would be loaded when it runs.
    unicode: false,
    // It would say that this option may go in a next version.
    logger: false,
    coerceTypes,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema({ $id: documentId, components: prepare(document.components) });
  // Equal schemas have one check.
  const names = new Map<string, string>();
  const rows = Object.entries(schemas).map(([operationId, parts]) => {
    const checks = Object.entries(parts).map(([part, schema]) => {
      const text = JSON.stringify(prepare(schema));
      const known = names.get(text);
      if (known !== undefined) return `${part}: ${known}`;
      const name = `check${names.size}`;
      names.set(text, name);
      ajv.addSchema(JSON.parse(text) as object, name);
      return `${part}: ${name}`;
    });
    return `  ${operationId}: { ${checks.join(", ")} },`;
  });
  const code = standaloneCode.default(ajv, Object.fromEntries([...names.values()].map((name) => [name, name])));
  const needed = /require\([^)]*\)/.exec(code)?.[0];
  if (needed !== undefined) throw new Error(`The checks would need ${needed} when they run.`);
  return [
    "// @ts-nocheck: ajv writes no types.",
    'import type { Checks } from "../door/check.ts";',
    code.replaceAll(/^export const (check\d+) =/gm, "const $1 ="),
    "/** By operation, and by the part of the request. */",
    "export const checks: Checks = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}

/** The modules that check requests against the document: parameters, which are texts, and bodies, which are JSON. */
export function generateMockChecks(document: OpenApiDocument): {
  readonly parameters: string;
  readonly bodies: string;
} {
  return {
    parameters: generateModule(document, listParameters(document), true),
    bodies: generateModule(document, listBodies(document), false),
  };
}
