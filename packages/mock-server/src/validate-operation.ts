import { OmniaError } from "@omnia-timeseries/core";
import { apis } from "./apis.ts";

/**
 * @param name what the choice is called in the error
 * @throws OmniaError `invalid-argument` for an operation, or an API, that there is not
 */
export function validateOperation(
  { operationId, api }: { readonly operationId?: string; readonly api?: string },
  name: string,
): void {
  const named = apis.filter((one) => api === undefined || one.name === api);
  if (named.length === 0) {
    const known = apis.map((one) => one.name).join(", ");
    throw new OmniaError("invalid-argument", `${name}.api: ${JSON.stringify(api)} is not one of ${known}.`);
  }
  if (operationId === undefined || named.some(({ operations }) => Object.hasOwn(operations, operationId))) return;
  const of = api === undefined ? "any of the APIs" : `the API ${api}`;
  throw new OmniaError(
    "invalid-argument",
    `${name}.operationId: ${JSON.stringify(operationId)} is not an operation of ${of}; docs/api.md lists them, such as "GetLatest".`,
  );
}
