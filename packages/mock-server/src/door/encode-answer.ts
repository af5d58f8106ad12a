import { encodeResponse as encodeJson } from "@omnia-timeseries/json";
import { encodeResponse as encodeProtobuf } from "@omnia-timeseries/protobuf";
import type { Answer } from "../handlers/call.ts";
import { chooseMediaType } from "./choose-media-type.ts";
import { Refusal } from "../refusal.ts";

const json = "application/json";

function respond(
  statusCode: number,
  mediaType: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(bytes, {
    status: statusCode,
    headers: {
      ...headers,
      "content-type": mediaType === json ? `${json}; charset=utf-8` : mediaType,
      "content-length": String(bytes.length),
    },
  });
}

/** @param mediaTypes those that the operation answers in */
export function encodeAnswer(answer: Answer, accept: string | null, mediaTypes: readonly string[]): Response {
  if ("body" in answer) {
    return respond(answer.statusCode, json, new TextEncoder().encode(JSON.stringify(answer.body)));
  }
  const mediaType = chooseMediaType(accept, mediaTypes);
  const encode = mediaType === json ? encodeJson : encodeProtobuf;
  return respond(200, mediaType, encode(answer.datapoints));
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
