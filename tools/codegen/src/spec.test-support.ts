import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { listOperations, resolve } from "./openapi-document.ts";
import type { LocatedOperation, OpenApiDocument } from "./openapi-document.ts";

/** An operation as a test writes it down: id, method, path, query parameters and functions, the last two in any order. */
export type OperationFact = readonly [
  operationId: string,
  method: string,
  path: string,
  query: string,
  clientNames: string,
];

const words = (text: string): string => text.split(" ").filter(Boolean).toSorted().join(" ");

/** The facts by id, with words in order. */
export function inOrder(facts: readonly OperationFact[]): OperationFact[] {
  return facts
    .map(([id, method, path, query, names]) => [id, method, path, words(query), words(names)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The operations of a document as such facts. */
export function describeOperations(document: OpenApiDocument): OperationFact[] {
  const found = listOperations(document).map(({ method, path, operation, parameters }) => {
    const query = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
    return [operation.operationId, method, path, query.join(" "), operation["x-client-names"].join(" ")] as const;
  });
  return inOrder(found);
}

/** The ids of the operations that `test` picks, in order. */
export function idsOf(document: OpenApiDocument, test: (located: LocatedOperation) => boolean): string[] {
  return listOperations(document)
    .filter(test)
    .map(({ operation }) => operation.operationId)
    .toSorted();
}

/** The schemas that the refusals of all operations have, each once, with the media types. */
export function refusalSchemas(document: OpenApiDocument): string[] {
  const found = listOperations(document).flatMap(({ operation }) =>
    Object.entries(operation.responses)
      .filter(([status]) => !status.startsWith("2"))
      .flatMap(([, response]) => Object.entries(resolve(document, response).content ?? { none: {} })),
  );
  return [
    ...new Set(found.map(([type, content]) => `${type} ${JSON.stringify((content as { schema?: unknown }).schema)}`)),
  ];
}

/** An example with the schema that it stands beside. */
export interface Example {
  readonly name: string;
  readonly schema: object;
  readonly value: unknown;
}

/** All examples of requests and answers. */
export function listExamples(document: OpenApiDocument, node: unknown = document): Example[] {
  if (typeof node !== "object" || node === null) return [];
  const inside = Object.values(node).flatMap((inner) => listExamples(document, inner));
  const { schema, examples } = node as { schema?: object; examples?: Record<string, { value?: unknown }> };
  if (schema === undefined || examples === undefined || Array.isArray(examples)) return inside;
  const own = Object.entries(examples).map(([name, example]) => ({
    name,
    schema,
    value: resolve(document, example).value,
  }));
  return [...own, ...inside];
}

/** Finds what a schema of the document says against a value: nothing, or ajv's errors. */
export function createValidator(document: OpenApiDocument): (schema: object, value: unknown) => readonly object[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const format of ["int32", "int64", "double"]) ajv.addFormat(format, true);
  ajv.addSchema({ $id: "document", ...document });
  return (schema, value) => {
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object);
    return validate(value) ? [] : validate.errors!;
  };
}

export const refTo = (schema: string): object => ({ $ref: `#/components/schemas/${schema}` });
