import { operations } from "@omnia-timeseries/core/operations";
import type { OperationId } from "@omnia-timeseries/core/operations";
import { document } from "../gen/timeseries.ts";
import type { Route } from "./find-operation.ts";
import { createBodyReader } from "./read-body.ts";
import type { BodyReader, RequestBodyObject } from "./read-body.ts";
import { createParameterReader } from "./read-parameters.ts";
import type { ParameterObject, ParameterReader } from "./read-parameters.ts";

interface OperationObject {
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: RequestBodyObject;
}

interface InputReader {
  readonly path: ParameterReader;
  readonly query: ParameterReader;
  readonly body: BodyReader | undefined;
}

/** One per operation, made when it is first asked for: compiling a schema takes a few milliseconds. */
const readers = new Map<OperationId, InputReader>();

function createInputReader(operationId: OperationId): InputReader {
  const { path, method } = operations[operationId];
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  const { parameters = [], requestBody } = paths[path]![method.toLowerCase()]!;
  return {
    path: createParameterReader("path", parameters),
    query: createParameterReader("query", parameters),
    body: requestBody === undefined ? undefined : createBodyReader(requestBody),
  };
}

/**
 * The parameters and the body of a request, valid by the OpenAPI document.
 *
 * @throws Refusal 400 or 415, saying what is wrong
 */
export async function readInput(
  { operationId, path }: Route,
  request: Request,
): Promise<{ path: Record<string, unknown>; query: Record<string, unknown>; body: unknown }> {
  let reader = readers.get(operationId);
  if (reader === undefined) {
    reader = createInputReader(operationId);
    readers.set(operationId, reader);
  }
  return {
    path: reader.path(Object.entries(path)),
    query: reader.query(new URL(request.url).searchParams),
    body: await reader.body?.(request),
  };
}
