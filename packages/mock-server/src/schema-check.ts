import { OmniaError } from "@omnia-timeseries/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Check } from "./door/check.ts";
import { findProblem } from "./door/problem.ts";
import type { Document, Schema } from "./door/schema.ts";

/**
 * Makes a check of JSON values, for files of people: those of requests are generated.
 *
 * @param documents OpenAPI documents by name, to which the schema may refer: `{ $ref: "<name>#/components/schemas/…" }`
 * @returns throws OmniaError `invalid-argument`, with the name of the value, where it is wrong, and why
 */
export function createSchemaCheck(
  schema: Schema,
  documents: Readonly<Record<string, Document>>,
): (value: unknown, name: string) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const [name, document] of Object.entries(documents)) ajv.addSchema(document, name);
  const check: Check = ajv.compile(schema);
  return (value, name) => {
    const problem = findProblem(check, value);
    if (problem === undefined) return;
    const { where, why, unknownField } = problem;
    const what = unknownField === undefined ? why : `${why}, ${JSON.stringify(unknownField)}`;
    throw new OmniaError("invalid-argument", `${name}: ${where === "" ? "it" : where} ${what}.`);
  };
}
