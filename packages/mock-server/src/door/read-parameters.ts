import { normalise } from "./normalise.ts";
import { Refusal } from "../refusal.ts";
import { resolveReference } from "./schema.ts";
import type { Document, Schema } from "./schema.ts";
import { createValidator } from "./validator.ts";

/** A parameter of the OpenAPI document. */
export interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** Reads the parameters that stand in one place of the request, from their texts. */
export type ParameterReader = (texts: Iterable<readonly [name: string, text: string]>) => Record<string, unknown>;

/**
 * The reader returns the values that the schemas ask for, with their defaults. Names count in any case, and
 * unknown ones do not count.
 *
 * @throws Refusal 400, from the reader, naming the parameter
 */
export function createParameterReader(
  document: Document,
  place: string,
  parameters: readonly ParameterObject[],
): ParameterReader {
  const here = parameters
    .map((parameter) => resolveReference(document, parameter))
    .filter((parameter) => parameter.in === place);
  const schema: Schema = {
    type: "object",
    properties: Object.fromEntries(here.map((parameter) => [parameter.name, parameter.schema])),
    required: here.filter((parameter) => parameter.required === true).map((parameter) => parameter.name),
  };
  const names = new Map(here.map(({ name }) => [name.toLowerCase(), name]));
  const arrays = new Set(
    here.filter((parameter) => resolveReference(document, parameter.schema).type === "array").map(({ name }) => name),
  );
  const validate = createValidator(document, "text", schema);

  return (texts) => {
    const given: Record<string, string[]> = {};
    for (const [key, text] of texts) {
      const name = names.get(key.toLowerCase());
      if (name !== undefined) (given[name] ??= []).push(text);
    }
    const values = Object.entries(given).map(([name, all]) => {
      if (arrays.has(name)) return [name, all] as const;
      if (all.length > 1) throw new Refusal(400, `Parameter '${name}': is given ${all.length} times.`);
      return [name, all[0]] as const;
    });
    const spelled = normalise(document, schema, Object.fromEntries(values)) as Record<string, unknown>;
    const problem = validate(spelled);
    if (problem !== undefined) throw new Refusal(400, `Parameter '${problem.where}': ${problem.why}.`);
    return spelled;
  };
}
