import { OmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse, Decoder } from "@omnia-timeseries/core";
import { decodeItem } from "./decode-item.ts";
import { isCut } from "./is-cut.ts";
import { readObject, readText } from "./json-object.ts";
import { malformed } from "./malformed.ts";

/**
 * Decodes one datapoint answer in JSON (`DatapointsResponseDto` of specs/timeseries/openapi.yaml). Times are exact
 * to the nanosecond, numbers are those of `JSON.parse`. Unknown properties are ignored. The body must be UTF-8
 * (RFC 8259); a byte order mark in front of it is allowed.
 */
export function createDecoder(): Decoder {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let isSpent = false;

  const begin = (): void => {
    if (isSpent) throw new OmniaError("decode", "This JSON decoder has finished or failed; each answer needs its own.");
    isSpent = true;
  };

  return {
    push(chunk) {
      begin();
      text += decodeUtf8(utf8, chunk);
      // Not reached after an error: what failed stays spent.
      isSpent = false;
    },
    finish() {
      begin();
      return decodeResponse(text + decodeUtf8(utf8));
    },
  };
}

/** @param chunk the next bytes; absent at the end of the body */
function decodeUtf8(utf8: TextDecoder, chunk?: Uint8Array): string {
  try {
    return utf8.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    if (chunk !== undefined) throw new OmniaError("decode", "Malformed JSON answer: it is not UTF-8.", { cause });
    throw new OmniaError("incomplete", "The JSON answer ends inside a character.", { cause });
  }
}

function decodeResponse(text: string): DatapointsResponse {
  const root = readObject(parse(text), "the answer");
  const { items } = readObject(root.data, "data");
  if (!Array.isArray(items)) throw malformed("data.items", items, "an array");
  const continuationToken = readText(root, "continuationToken", "the answer");
  return {
    items: items.map((item, i) => decodeItem(item, `data.items[${i}]`)),
    ...(continuationToken !== undefined && { continuationToken }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (isCut(text))
      throw new OmniaError("incomplete", `The JSON answer ends after ${text.length} characters.`, { cause });
    throw new OmniaError("decode", "Malformed JSON answer: it is not JSON.", { cause });
  }
}
