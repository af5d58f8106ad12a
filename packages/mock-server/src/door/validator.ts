import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Document, Schema } from "./schema.ts";

/** What is wrong with a value: where (`datapoints[3].value`, or nothing for the whole) and why. */
export interface Problem {
  readonly where: string;
  readonly why: string;
  /** The name of a property that the schema forbids. */
  readonly unknownField?: string;
}

const isInt32 = (n: number): boolean => Number.isInteger(n) && n >= -(2 ** 31) && n < 2 ** 31;
const options = {
  strict: false,
  // JSON.parse makes Infinity of 1e999, which is no number to the service.
  strictNumbers: true,
  // Fills what the document gives a default, so that defaults are stated there alone.
  useDefaults: true,
  formats: {
    int32: { type: "number", validate: isInt32 },
    int64: true,
    double: true,
    uuid: true,
    "date-time": true,
    uri: true,
  },
} as const;

/** Values of parameters are text, and become what their schema says; values of bodies must be it. */
const validators = { text: new Ajv2020({ ...options, coerceTypes: true }), json: new Ajv2020(options) };

/** As every document of ours writes it. Source: specs/timeseries/openapi.yaml, `Guid`. */
const guidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

function describe({ instancePath, keyword, message, params }: ErrorObject): Problem {
  const where = instancePath
    .slice(1)
    .split("/")
    .map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`))
    .join("")
    .replace(/^\./, "");
  if (keyword === "required")
    return { where: `${where}.${params["missingProperty"]}`.replace(/^\./, ""), why: "is required" };
  if (keyword === "enum") return { where, why: `must be one of ${(params["allowedValues"] as unknown[]).join(", ")}` };
  if (keyword === "pattern" && params["pattern"] === guidPattern) return { where, why: "is not a GUID" };
  if (keyword === "additionalProperties") {
    return { where, why: "has an unknown field", unknownField: String(params["additionalProperty"]) };
  }
  return { where, why: message ?? "is not valid" };
}

/**
 * A check against a schema whose references point into `document`. It changes the value: defaults
 * are filled in, and `text` becomes what the schema says.
 */
export function createValidator(
  document: Document,
  kind: "text" | "json",
  schema: Schema,
): (value: unknown) => Problem | undefined {
  const validate = validators[kind].compile({ ...schema, components: document["components"] });
  return (value) => {
    if (validate(value)) return undefined;
    return describe(validate.errors![0]!);
  };
}
