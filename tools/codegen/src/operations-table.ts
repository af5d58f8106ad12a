import { listOperations, resolve } from "./openapi-document.ts";
import type {
  BodyObject,
  LocatedOperation,
  OpenApiDocument,
  ParameterObject,
  ResponseObject,
} from "./openapi-document.ts";

/** Limits and defaults as the schema has them, of an array those of its items; what is absent there is absent here. */
function limitsOf(document: OpenApiDocument, parameter: ParameterObject): object {
  const schema = resolve(document, parameter.schema);
  const limited = schema.items === undefined ? schema : resolve(document, schema.items);
  const { minimum, maximum, enum: values, pattern } = limited;
  return { minimum, maximum, default: schema.default, enum: values, pattern };
}

function parameterRow(document: OpenApiDocument, parameter: ParameterObject): object {
  const style = parameter.style ?? (parameter.in === "path" ? "simple" : "form");
  const { explode } = parameter;
  return {
    name: parameter.name,
    in: parameter.in,
    style,
    // The defaults of OpenAPI 3.1, "Style Values", are left out.
    explode: explode === (style === "form") ? undefined : explode,
    required: parameter.required === true ? true : undefined,
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

interface OperationRow {
  readonly parameters: readonly object[];
  readonly [property: string]: unknown;
}

function operationRow(document: OpenApiDocument, located: LocatedOperation): OperationRow {
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

/** Parameters by the name of the constant that holds them; most stand in many operations. */
function nameParameters(rows: readonly (readonly [string, OperationRow])[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, { parameters }] of rows) {
    for (const parameter of parameters) {
      const text = JSON.stringify(parameter);
      const { name, in: place } = parameter as { name: string; in: string };
      const base = place + name[0]!.toUpperCase() + name.slice(1);
      const alike = [...names.values()].filter((used) => used.replace(/\d+$/, "") === base).length;
      if (!names.has(text)) names.set(text, alike === 0 ? base : `${base}${alike + 1}`);
    }
  }
  return names;
}

/** A row as an object literal, a line a property. */
function printRow(id: string, row: OperationRow, names: ReadonlyMap<string, string>): string {
  const lines = Object.entries(row).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key !== "parameters") return [`    ${key}: ${JSON.stringify(value)},`];
    return [`    parameters: [${row.parameters.map((parameter) => names.get(JSON.stringify(parameter))).join(", ")}],`];
  });
  return [`  ${id}: {`, ...lines, "  },"].join("\n");
}

/** The addresses of the service, by environment. */
export function generateServers(document: OpenApiDocument): string {
  const servers = Object.fromEntries(
    document.servers.map((s) => [s["x-environment"], { baseUrl: s.url, resourceId: s["x-resource-id"] }]),
  );
  return `export const servers = ${JSON.stringify(servers, null, 2)} as const;\n`;
}

function listRows(document: OpenApiDocument, tag?: string): (readonly [string, OperationRow])[] {
  const located = listOperations(document).filter(({ operation }) => tag === undefined || operation.tags[0] === tag);
  const ids = located.map(({ operation }) => operation.operationId);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) throw new Error(`Operation ids must be unique: ${twice.join(", ")}.`);
  return located.map((one) => [one.operation.operationId, operationRow(document, one)]);
}

const printUnion = (ids: readonly string[]): string => ids.map((id) => `\n  | ${JSON.stringify(id)}`).join("");

/** One constant row an operation. @param name of the constant that holds them */
function printTable(rows: readonly (readonly [string, OperationRow])[], name: string, operationModule: string): string {
  const names = nameParameters(rows);
  const type = `Readonly<Record<${printUnion(rows.map(([id]) => id))},\n  Operation\n>>`;
  return [
    `import type { Operation, OperationParameter } from ${JSON.stringify(operationModule)};`,
    "",
    ...[...names].map(([text, constant]) => `const ${constant}: OperationParameter = ${text};`),
    "",
    `export const ${name}: ${type} = {`,
    ...rows.map(([id, row]) => printRow(id, row, names)),
    "};",
    "",
  ].join("\n");
}

/**
 * The module with one constant row an operation.
 *
 * @param operationModule where the types of a row come from
 */
export function generateOperationsTable(document: OpenApiDocument, operationModule: string): string {
  const rows = listRows(document);
  const ids = `export type OperationId =${printUnion(rows.map(([id]) => id))};\n`;
  return `${printTable(rows, "operations", operationModule)}\n${ids}`;
}

/**
 * The same as a module for each tag, so that what is used of the one does not bring the others along, and one that has
 * them all.
 */
export function generateOperationsByTag(document: OpenApiDocument, operationModule: string): Record<string, string> {
  const rows = listRows(document);
  const tags = [...new Set(listOperations(document).map(({ operation }) => operation.tags[0]!))];
  const constants = tags.map((tag) => `${tag}Operations`);
  const all = [
    `import type { Operation } from ${JSON.stringify(operationModule)};`,
    ...tags.map((tag, i) => `import { ${constants[i]!} } from "./${tag}-operations.ts";`),
    "",
    `export type OperationId =${printUnion(rows.map(([id]) => id))};`,
    "",
    `export const operations: Readonly<Record<OperationId, Operation>> = {`,
    ...constants.map((constant) => `  ...${constant},`),
    "};",
    "",
  ].join("\n");
  const modules = tags.map((tag, i) => [
    `${tag}-operations.ts`,
    printTable(listRows(document, tag), constants[i]!, operationModule),
  ]);
  return { ...(Object.fromEntries(modules) as Record<string, string>), "operations.ts": all };
}
