import { resolveReference } from "./schema.ts";
import type { Schema } from "./schema.ts";

function normaliseText(schema: Schema, text: string): string {
  if (schema.type === "boolean") return text.toLowerCase();
  const same = schema.enum?.find((value) => typeof value === "string" && value.toLowerCase() === text.toLowerCase());
  return typeof same === "string" ? same : text;
}

function normaliseProperties(schema: Schema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = new Map(Object.keys(schema.properties ?? {}).map((name) => [name.toLowerCase(), name]));
  const properties: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key.toLowerCase());
    if (name === undefined) continue;
    // Null is as good as nothing where nothing is allowed.
    if (value === null && schema.required?.includes(name) !== true) continue;
    properties[name] = normalise(schema.properties![name]!, value);
  }
  return properties;
}

/**
 * The value as its schema spells it, the way the service's framework reads: names of properties, values of
 * enums and booleans in any case; unknown properties and the nulls of optional ones left out.
 */
export function normalise(given: Schema, value: unknown): unknown {
  const schema = resolveReference(given);
  if (schema.properties === undefined && schema.anyOf !== undefined) {
    return schema.anyOf.reduce<unknown>((spelled, alternative) => normalise(alternative, spelled), value);
  }
  if (typeof value === "string") return normaliseText(schema, value);
  if (Array.isArray(value))
    return schema.items === undefined ? value : value.map((item) => normalise(schema.items!, item));
  if (typeof value !== "object" || value === null || schema.properties === undefined) return value;
  return normaliseProperties(schema, value as Readonly<Record<string, unknown>>);
}
