import { resolveReference } from "./schema.ts";
import type { Document, Schema } from "./schema.ts";

function normaliseText(schema: Schema, text: string): string {
  if (schema.type === "boolean") return text.toLowerCase();
  const same = schema.enum?.find((value) => typeof value === "string" && value.toLowerCase() === text.toLowerCase());
  return typeof same === "string" ? same : text;
}

/** Is told where a property is that the schema does not know: `datapoints.colour`. */
export type OnUnknown = (name: string) => void;

function normaliseProperties(
  document: Document,
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  onUnknown: OnUnknown,
): Record<string, unknown> {
  const names = new Map(Object.keys(schema.properties ?? {}).map((name) => [name.toLowerCase(), name]));
  // Without a prototype, so that `__proto__` is a name like any other.
  const properties = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key.toLowerCase());
    if (name === undefined) {
      // Left to the check, which refuses it.
      if (schema.additionalProperties === false) properties[key] = value;
      else onUnknown(key);
      continue;
    }
    // Null is as good as nothing where nothing is allowed.
    if (value === null && schema.required?.includes(name) !== true) continue;
    properties[name] = normalise(document, schema.properties![name]!, value, (inner) => onUnknown(`${name}.${inner}`));
  }
  return properties;
}

/**
 * The value as its schema spells it, the way the service's framework reads: names of properties, values of
 * enums and booleans in any case; the nulls of optional properties left out, and
 * unknown properties too where the schema does not forbid them.
 */
export function normalise(document: Document, given: Schema, value: unknown, onUnknown: OnUnknown): unknown {
  const schema = resolveReference(document, given);
  if (schema.properties === undefined && schema.anyOf !== undefined) {
    return schema.anyOf.reduce<unknown>(
      (spelled, alternative) => normalise(document, alternative, spelled, onUnknown),
      value,
    );
  }
  if (typeof value === "string") return normaliseText(schema, value);
  if (Array.isArray(value))
    return schema.items === undefined
      ? value
      : value.map((item) => normalise(document, schema.items!, item, onUnknown));
  if (typeof value !== "object" || value === null || schema.properties === undefined) return value;
  return normaliseProperties(document, schema, value as Readonly<Record<string, unknown>>, onUnknown);
}
