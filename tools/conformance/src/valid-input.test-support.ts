// Input that an OpenAPI document allows, for calls of every operation.
import fc from "fast-check";

/** The parts of a JSON Schema (2020-12) that the documents use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Follows `$ref` inside the document. */
export function follow<T extends object>(document: Document, value: T & { readonly $ref?: string }): T {
  if (value.$ref === undefined) return value;
  let target: unknown = document;
  for (const segment of value.$ref.replace("#/", "").split("/")) {
    target = (target as Readonly<Record<string, unknown>>)[segment];
  }
  return follow(document, target as T);
}

/** Values that mean something to the server, by the name of the property or parameter; anything else is made up. */
export type Known = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Values that the schema allows. Properties that are not required are there or not. */
export function arbitraryOf(document: Document, given: Schema, known: Known, name = ""): fc.Arbitrary<unknown> {
  if (known[name] !== undefined) return known[name];
  const schema = follow(document, given);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined && schema.properties === undefined) {
    return arbitraryOf(document, alternatives[0]!, known, name);
  }
  const [type = schema.properties === undefined ? "string" : "object"] = [schema.type ?? []].flat();
  switch (type) {
    case "array":
      return fc.array(arbitraryOf(document, schema.items!, known, name), {
        minLength: Math.max(1, schema.minItems ?? 1),
        maxLength: Math.min(3, schema.maxItems ?? 3),
      });
    case "object":
      return arbitraryObject(document, schema, known);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1000) });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    default:
      return arbitraryText(schema, name);
  }
}

function arbitraryObject(document: Document, schema: Schema, known: Known): fc.Arbitrary<unknown> {
  if (schema.properties === undefined) {
    return fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string(), { maxKeys: 3, noNullPrototype: true });
  }
  const arbitraries = Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [name, arbitraryOf(document, property, known, name)]),
  );
  // Of several ways to be complete, the first.
  const requiredKeys = [schema, ...(schema.allOf ?? [])].flatMap(({ required = [], anyOf = [] }) => [
    ...required,
    ...(anyOf[0]?.required ?? []),
  ]);
  return fc.record(arbitraries, { requiredKeys, noNullPrototype: true });
}

function arbitraryText({ format, pattern }: Schema, name: string): fc.Arbitrary<unknown> {
  // Some times are described in words only.
  if (format === "date-time" || name.endsWith("Time")) {
    return fc
      .date({ min: new Date("2024-01-01"), max: new Date("2024-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  if (format === "uuid") return fc.uuid();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength: 1, maxLength: 10 }).filter((text) => text.trim() !== "" && !/^\.{1,2}$/.test(text));
}
