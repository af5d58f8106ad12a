import type { Route } from "./find-operation.ts";
import type { OnUnknown } from "./normalise.ts";
import { createBodyReader } from "./read-body.ts";
import type { BodyReader, ReadableRequest, RequestBodyObject } from "./read-body.ts";
import { createParameterReader } from "./read-parameters.ts";
import type { ParameterObject, ParameterReader } from "./read-parameters.ts";
import type { RoutedApi, RoutedOperation } from "../served-api.ts";

interface OperationObject {
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: RequestBodyObject;
}

interface InputReader {
  readonly path: ParameterReader;
  readonly query: ParameterReader;
  readonly body: BodyReader | undefined;
}

/** One per operation, made when it is first asked for. */
const readers = new WeakMap<RoutedOperation, InputReader>();

function createInputReader(
  { document, checks }: RoutedApi,
  { operationId, path, method }: RoutedOperation,
): InputReader {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  const { parameters = [], requestBody } = paths[path]![method.toLowerCase()]!;
  const { path: ofPath, query: ofQuery } = checks.parameters[operationId]!;
  const ofBody = checks.bodies[operationId]?.["body"];
  return {
    path: createParameterReader(document, "path", parameters, ofPath!),
    query: createParameterReader(document, "query", parameters, ofQuery!),
    body: requestBody && ofBody && createBodyReader(document, requestBody, ofBody),
  };
}

/**
 * The parameters and the body of a request, valid by the OpenAPI document.
 *
 * @param onUnknown is told of what the operation does not know: `colour` in the query, `datapoints.colour` in the body
 * @throws Refusal 400 or 415, saying what is wrong
 */
export async function readInput(
  { api, operation, path }: Route<RoutedApi>,
  request: ReadableRequest,
  onUnknown: OnUnknown,
): Promise<{ path: Record<string, unknown>; query: Record<string, unknown>; body: unknown }> {
  let reader = readers.get(operation);
  if (reader === undefined) {
    reader = createInputReader(api, operation);
    readers.set(operation, reader);
  }
  return {
    path: reader.path(Object.entries(path), onUnknown),
    query: reader.query(new URL(request.url).searchParams, onUnknown),
    body: await reader.body?.(request, onUnknown),
  };
}
