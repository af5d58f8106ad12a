import type { Check } from "./check.ts";
import { keyParameters } from "./key-parameters.ts";
import { normalise } from "./normalise.ts";
import type { OnUnknown } from "./normalise.ts";
import { findProblem } from "./problem.ts";
import { Refusal } from "../refusal.ts";
import { resolveReference } from "./schema.ts";
import type { Document, Schema } from "./schema.ts";

/** A parameter of the OpenAPI document. */
export interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** Reads the parameters that stand in one place of the request, from their texts. */
export type ParameterReader = (
  texts: Iterable<readonly [name: string, text: string]>,
  onUnknown: OnUnknown,
) => Record<string, unknown>;

/** As the service's framework reads it (.NET, `NumberStyles.Integer`), to which 1e3 and 0x10 are none. */
const isInteger = (text: string): boolean => /^\s*[+-]?\d+\s*$/.test(text);

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
  check: Check,
): ParameterReader {
  const all = parameters.map((parameter) => resolveReference(document, parameter));
  const here = all.filter((parameter) => parameter.in === place);
  const schema: Schema = {
    type: "object",
    properties: Object.fromEntries(here.map((parameter) => [parameter.name, parameter.schema])),
    required: here.filter((parameter) => parameter.required === true).map((parameter) => parameter.name),
  };
  const names = new Map(here.map(({ name }) => [name.toLowerCase(), name]));
  const listNames = (isWanted: (schema: Schema) => boolean): ReadonlySet<string> =>
    new Set(here.filter((parameter) => isWanted(resolveReference(document, parameter.schema))).map(({ name }) => name));
  const arrays = listNames(({ type }) => type === "array");
  const integers = listNames(
    ({ type, items }) => (items ? resolveReference(document, items).type : type) === "integer",
  );
  // The Python SDK sends some path parameters in the query too (EVIDENCE.md), and keys go anywhere.
  const elsewhere = new Set([...all.map(({ name }) => name.toLowerCase()), ...keyParameters]);

  return (texts, onUnknown) => {
    const given: Record<string, string[]> = {};
    for (const [key, text] of texts) {
      const name = names.get(key.toLowerCase());
      if (name !== undefined) (given[name] ??= []).push(text);
      else if (!elsewhere.has(key.toLowerCase())) onUnknown(key);
    }
    // Before defaults are filled in: a parameter can have one, for clients, and yet be required.
    const missing = schema.required!.find((name) => given[name] === undefined);
    if (missing !== undefined) throw new Refusal(400, `Parameter '${missing}': is required.`);
    const values = Object.entries(given).map(([name, each]) => {
      if (integers.has(name) && !each.every(isInteger)) throw new Refusal(400, `Parameter '${name}': must be integer.`);
      if (arrays.has(name)) return [name, each] as const;
      if (each.length > 1) throw new Refusal(400, `Parameter '${name}': is given ${each.length} times.`);
      return [name, each[0]] as const;
    });
    const spelled = normalise(document, schema, Object.fromEntries(values), onUnknown) as Record<string, unknown>;
    const problem = findProblem(check, spelled);
    if (problem !== undefined) throw new Refusal(400, `Parameter '${problem.where}': ${problem.why}.`);
    return spelled;
  };
}
