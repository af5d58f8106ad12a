/** An OpenAPI 3.1 document, as generated into `src/gen/`. */
export type Document = Readonly<Record<string, unknown>>;

/** A JSON schema, with the keywords that are read here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  /** What a text is that is not JSON. */
  readonly contentMediaType?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** The part of the document that `node` is, or refers to. */
export function resolveReference<T extends object>(document: Document, node: T): T {
  let resolved: unknown = node;
  while (typeof resolved === "object" && resolved !== null && "$ref" in resolved) {
    const names = String(resolved.$ref).split("/").slice(1);
    resolved = names.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)[name], document);
  }
  return resolved as T;
}
