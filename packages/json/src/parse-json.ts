import { OmniaError } from "@omnia-timeseries/core";
import type { ByteSource } from "./byte-source.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What is being read, for errors: a place such as `data.items[3].datapoints[17]`. */
export interface Place {
  readonly place: string;
}

/**
 * Reads the bytes up to `end` by `JSON.parse`.
 *
 * @throws OmniaError `decode` when they are not UTF-8 or not JSON
 */
export function parseJson(source: ByteSource, end: number, where: Place): unknown {
  let text: string;
  try {
    text = utf8.decode(source.bytes.subarray(source.at, end));
  } catch (cause) {
    throw syntaxError("it is not UTF-8", source, where, cause);
  }
  try {
    const found: unknown = JSON.parse(text);
    source.at = end;
    return found;
  } catch (cause) {
    throw syntaxError("it is not JSON", source, where, cause);
  }
}

/** An error that says what is wrong with the bytes from `source.at` on. */
export function syntaxError(what: string, source: ByteSource, { place }: Place, cause?: unknown): OmniaError {
  const byte = source.position + source.at;
  return new OmniaError("decode", `Malformed JSON answer: ${what} at byte ${byte}, in ${place}.`, { cause });
}
