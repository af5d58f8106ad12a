import type { Check, CheckError } from "./check.ts";

/** What is wrong with a value: where (`datapoints[3].value`, or nothing for the whole) and why. */
export interface Problem {
  readonly where: string;
  readonly why: string;
  /** The name of a property that the schema forbids. */
  readonly unknownField?: string;
}

/** As every document of ours writes it. Source: specs/timeseries/openapi.yaml, `Guid`. */
const guidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

function describe({ instancePath, keyword, message, params }: CheckError): Problem {
  const where = instancePath
    .slice(1)
    .split("/")
    .map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`))
    .join("")
    .replace(/^\./, "");
  if (keyword === "required") {
    return { where: `${where}.${String(params["missingProperty"])}`.replace(/^\./, ""), why: "is required" };
  }
  if (keyword === "enum") return { where, why: `must be one of ${(params["allowedValues"] as unknown[]).join(", ")}` };
  if (keyword === "pattern" && params["pattern"] === guidPattern) return { where, why: "is not a GUID" };
  if (keyword === "additionalProperties") {
    return { where, why: "has an unknown field", unknownField: String(params["additionalProperty"]) };
  }
  return { where, why: message ?? "is not valid" };
}

/** The first thing that is wrong with a value. A check of a request changes it, as `Check` says. */
export function findProblem(check: Check, value: unknown): Problem | undefined {
  return check(value) ? undefined : describe(check.errors![0]!);
}
