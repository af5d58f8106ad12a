import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The parts of an OpenAPI 3.1 document that the generators read. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly {
    readonly url: string;
    readonly "x-environment": string;
    readonly "x-resource-id": string;
  }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type PathItem = Readonly<Record<string, unknown>>;

export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: BodyObject | Reference;
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
  readonly "x-client-names": readonly string[];
  readonly "x-repeatable": boolean;
  readonly "x-paged": boolean;
  readonly "x-retry-conflict"?: boolean;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: SchemaObject | Reference;
  readonly example?: unknown;
}

export interface SchemaObject {
  readonly type?: string | readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly items?: SchemaObject | Reference;
}

export interface BodyObject {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, { readonly schema: SchemaObject | Reference; readonly example?: unknown }>>;
}

export interface ResponseObject {
  readonly content?: Readonly<Record<string, unknown>>;
}

export interface Reference {
  readonly $ref: string;
}

const methods = ["get", "put", "post", "delete", "patch"] as const;

/** An operation with the place where it stands; `parameters` holds the path item's too. */
export interface LocatedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
  readonly parameters: readonly ParameterObject[];
}

export function readDocument(file: URL): OpenApiDocument {
  return parse(readFileSync(file, "utf8"), { merge: true }) as OpenApiDocument;
}

/** Follows `$ref` inside the document until something else stands there. */
export function resolve<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const { $ref } = value;
  let target: unknown = document;
  for (const segment of $ref.replace(/^#\//, "").split("/")) {
    target = (target as Record<string, unknown>)[segment.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  if (target === undefined) throw new Error(`${$ref} is not in the document.`);
  return resolve(document, target as T | Reference);
}

/** All operations, in the document's order. */
export function listOperations(document: OpenApiDocument): LocatedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method] as OperationObject | undefined;
      if (operation === undefined) return [];
      const shared = (item["parameters"] ?? []) as readonly (ParameterObject | Reference)[];
      const parameters = [...shared, ...(operation.parameters ?? [])].map((p) => resolve(document, p));
      return [{ method: method.toUpperCase(), path, operation, parameters }];
    }),
  );
}
