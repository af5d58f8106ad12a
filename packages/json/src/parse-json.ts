import type { OmniaError } from "@omnia-timeseries/core";
import type { ByteSource } from "./byte-source.ts";
import { malformedAnswer } from "./malformed.ts";

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
  try {
    const found: unknown = JSON.parse(utf8.decode(source.bytes.subarray(source.at, end)));
    source.at = end;
    return found;
  } catch (cause) {
    throw syntaxError(cause instanceof SyntaxError ? "it is not JSON" : "it is not UTF-8", source, where, cause);
  }
}

/** An error that says what is wrong with the bytes from `source.at` on. */
export function syntaxError(what: string, { position, at }: ByteSource, { place }: Place, cause?: unknown): OmniaError {
  return malformedAnswer(`${what} at byte ${position + at}, in ${place}`, cause);
}
