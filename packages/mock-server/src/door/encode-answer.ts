import type { Columns, DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";
import { encodeResponse as encodeJson } from "@omnia-timeseries/json";
import { encodeResponse as encodeProtobuf } from "@omnia-timeseries/protobuf";
import type { Answer } from "../call.ts";
import { Refusal } from "../refusal.ts";

export const json = "application/json";

function respond(
  statusCode: number,
  mediaType: string,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    status: statusCode,
    headers: {
      ...headers,
      "content-type": mediaType === json ? `${json}; charset=utf-8` : mediaType,
      ...(body instanceof Uint8Array && { "content-length": String(body.length) }),
    },
  });
}

/** Columns of the store are views of what may change before the answer has gone out. */
function keepAsItIs(item: DatapointsResponseItem): DatapointsResponseItem {
  const columns = Object.entries(item.columns).map(([name, column]) => [name, column.slice()]);
  return { ...item, columns: Object.fromEntries(columns) as Columns };
}

/** Goes through the iterator as fast as the body is read. */
function streamRest<T>(first: IteratorResult<T, undefined>, rest: Iterator<T, undefined>): ReadableStream<T> {
  let next: IteratorResult<T, undefined> | undefined = first;
  return new ReadableStream<T>({
    pull(controller) {
      const { value, done } = next ?? rest.next();
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Series after series, each encoded when the one before has gone out. */
function encodeDatapoints({ items, ...rest }: DatapointsResponse, mediaType: string): Response {
  const encode = mediaType === json ? encodeJson : encodeProtobuf;
  const [first, ...others] = items;
  const kept = [...(first === undefined ? [] : [first]), ...others.map(keepAsItIs)];
  const pieces = encode({ ...rest, items: kept })[Symbol.iterator]();
  // At once, while the store is as it was when it was asked.
  return respond(200, mediaType, streamRest(pieces.next(), pieces));
}

/** @param mediaType one that the operation answers in; what is not datapoints is JSON in any case */
export function encodeAnswer(answer: Answer, mediaType: string): Response {
  if ("body" in answer) {
    return respond(answer.statusCode, json, new TextEncoder().encode(JSON.stringify(answer.body)));
  }
  return encodeDatapoints(answer.datapoints, mediaType);
}

/** Errors are JSON, whatever the request accepts: the official Python SDK reads them so (omnia_timeseries/http_client.py). */
export function encodeError(error: unknown, traceId: string): Response {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal(500, `The mock server failed: ${error instanceof Error ? error.message : String(error)}`);
  const { statusCode, message, headers } = refusal;
  const body = JSON.stringify({ statusCode, message, traceId });
  return respond(statusCode, json, new TextEncoder().encode(body), headers);
}
