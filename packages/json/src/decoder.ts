import type { Decoder, DecoderOptions } from "@omnia-timeseries/core";
import { createResponseDecoder } from "./response-decoder.ts";

/** What a decoder holds at most of a value or row that the end of a chunk has cut. */
const defaultMaxCarryBytes = 2 ** 20;

// Typed arrays keep the byte order of the host.
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

export interface JsonDecoderOptions extends DecoderOptions {
  /**
   * The longest string, number or row that may be cut by the end of a chunk, in bytes; a longer one is a `decode` error.
   * Default: 1 MiB.
   */
  readonly maxCarryBytes?: number;
}

/**
 * Decodes one datapoint answer in JSON (`DatapointsResponseDto` of specs/timeseries/openapi.yaml) while it arrives. Times
 * are exact to the nanosecond, numbers are those of `JSON.parse`. Unknown properties are ignored. The body must be UTF-8
 * (RFC 8259); a byte order mark in front of it is allowed.
 */
export function createDecoder(options: JsonDecoderOptions = {}): Decoder {
  const { memory, maxCarryBytes = defaultMaxCarryBytes } = options;
  return createResponseDecoder({ memory, maxCarryBytes, isLittleEndian });
}
