import { listOperations, resolve } from "./openapi-document.ts";
import type {
  BodyObject,
  LocatedOperation,
  OpenApiDocument,
  ParameterObject,
  ResponseObject,
} from "./openapi-document.ts";

/** Limits and defaults as the schema has them; what is absent there is absent here. */
function limitsOf(document: OpenApiDocument, parameter: ParameterObject): object {
  const { minimum, maximum, default: preset, enum: values, pattern, items } = resolve(document, parameter.schema);
  const itemValues = items === undefined ? undefined : resolve(document, items).enum;
  return { minimum, maximum, default: preset, enum: values ?? itemValues, pattern };
}

function parameterRow(document: OpenApiDocument, parameter: ParameterObject): object {
  return {
    name: parameter.name,
    in: parameter.in,
    // The defaults of OpenAPI 3.1, "Style Values".
    style: parameter.style ?? (parameter.in === "path" ? "simple" : "form"),
    explode: parameter.explode ?? parameter.in === "query",
    required: parameter.required ?? false,
    ...limitsOf(document, parameter),
  };
}

function bodyRow(document: OpenApiDocument, { operation }: LocatedOperation): object | undefined {
  if (operation.requestBody === undefined) return undefined;
  const body: BodyObject = resolve(document, operation.requestBody);
  const json = body.content["application/json"];
  if (json === undefined) throw new Error(`${operation.operationId}: the body has no application/json.`);
  const { maxItems } = resolve(document, json.schema);
  return { mediaTypes: Object.keys(body.content), maxItems };
}

function operationRow(document: OpenApiDocument, located: LocatedOperation): object {
  const { method, path, operation, parameters } = located;
  const success = Object.keys(operation.responses).filter((status) => status.startsWith("2"));
  const answers = success.map((status): ResponseObject => resolve(document, operation.responses[status]!));
  return {
    operationId: operation.operationId,
    method,
    path,
    parameters: parameters.map((parameter) => parameterRow(document, parameter)),
    body: bodyRow(document, located),
    success: success.map(Number),
    mediaTypes: [...new Set(answers.flatMap((answer) => Object.keys(answer.content ?? {})))],
    repeatable: operation["x-repeatable"],
    retryConflict: operation["x-retry-conflict"] ?? false,
    paged: operation["x-paged"],
    clientNames: operation["x-client-names"],
  };
}

/** A row as an object literal: a line a property, a line a parameter. */
function printRow(id: string, row: object): string {
  const lines = Object.entries(row).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key !== "parameters") return [`    ${key}: ${JSON.stringify(value)},`];
    const parameters = (value as object[]).map((parameter) => `      ${JSON.stringify(parameter)},`);
    return parameters.length === 0 ? ["    parameters: [],"] : ["    parameters: [", ...parameters, "    ],"];
  });
  return [`  ${id}: {`, ...lines, "  },"].join("\n");
}

/** The module that holds the servers and one constant row an operation. */
export function generateOperationsTable(document: OpenApiDocument): string {
  const servers = Object.fromEntries(
    document.servers.map((s) => [s["x-environment"], { baseUrl: s.url, resourceId: s["x-resource-id"] }]),
  );
  const rows = listOperations(document).map((o) => [o.operation.operationId, operationRow(document, o)] as const);
  const ids = rows.map(([id]) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) throw new Error(`Operation ids must be unique: ${twice.join(", ")}.`);
  return [
    `export const servers = ${JSON.stringify(servers, null, 2)} as const;`,
    "",
    "export const operations = {",
    ...rows.map(([id, row]) => printRow(id, row)),
    "} as const;",
    "",
    "export type OperationId = keyof typeof operations;",
    "",
  ].join("\n");
}
