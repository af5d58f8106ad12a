import { OmniaError } from "./omnia-error.ts";
import type { OperationParameter } from "./operation.ts";

/** Source: `Guid` of the OpenAPI documents. */
const guidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

function refuse(label: string, value: unknown, rule: string): never {
  throw new OmniaError("invalid-argument", `${label}: ${JSON.stringify(value) ?? String(value)} ${rule}`);
}

/**
 * Checks a value against its row of the operations table, before anything is sent.
 *
 * @param label what the caller calls it, for the error
 * @throws OmniaError `invalid-argument` with the rule
 */
export function validateParameter(parameter: OperationParameter, value: unknown, label: string = parameter.name): void {
  const { required, minimum, maximum, enum: allowed, pattern } = parameter;
  if (value === undefined || value === null) {
    if (required) refuse(label, value, "is missing, and the operation needs it.");
    return;
  }
  if (minimum !== undefined || maximum !== undefined) {
    const least = minimum ?? Number.MIN_SAFE_INTEGER;
    const most = maximum ?? Number.MAX_SAFE_INTEGER;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!Number.isInteger(one) || one < least || one > most)
        refuse(label, one, `is not a whole number from ${least} to ${most}.`);
    }
  }
  if (allowed !== undefined) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!allowed.includes(one)) refuse(label, one, `is not one of ${allowed.join(", ")}.`);
    }
  }
  if (pattern !== undefined && (typeof value !== "string" || !new RegExp(pattern, "u").test(value))) {
    refuse(
      label,
      value,
      pattern === guidPattern
        ? "is not a GUID such as 91f945d3-be34-4f8c-a43f-e00a3a2d9cfc."
        : `does not match ${pattern}.`,
    );
  }
}
