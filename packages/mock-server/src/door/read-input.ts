import type { Operation } from "@omnia-timeseries/core/operations";
import type { Route } from "./find-operation.ts";
import { createBodyReader } from "./read-body.ts";
import type { BodyReader, RequestBodyObject } from "./read-body.ts";
import { createParameterReader } from "./read-parameters.ts";
import type { ParameterObject, ParameterReader } from "./read-parameters.ts";
import type { Document } from "./schema.ts";

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
const readers = new WeakMap<Operation, InputReader>();

function createInputReader(document: Document, { path, method }: Operation): InputReader {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  const { parameters = [], requestBody } = paths[path]![method.toLowerCase()]!;
  return {
    path: createParameterReader(document, "path", parameters),
    query: createParameterReader(document, "query", parameters),
    body: requestBody === undefined ? undefined : createBodyReader(document, requestBody),
  };
}

/**
 * The parameters and the body of a request, valid by the OpenAPI document.
 *
 * @throws Refusal 400 or 415, saying what is wrong
 */
export async function readInput(
  { api, operation, path }: Route,
  request: Request,
): Promise<{ path: Record<string, unknown>; query: Record<string, unknown>; body: unknown }> {
  let reader = readers.get(operation);
  if (reader === undefined) {
    reader = createInputReader(api.document, operation);
    readers.set(operation, reader);
  }
  return {
    path: reader.path(Object.entries(path)),
    query: reader.query(new URL(request.url).searchParams),
    body: await reader.body?.(request),
  };
}
