import type { DatapointsResponse } from "@omnia-timeseries/core";
import { encodeResponse } from "./encode-response.ts";

/** The whole of an answer. */
export function encode(response: DatapointsResponse): Uint8Array {
  const pieces = [...encodeResponse(response)];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.length;
  }
  return whole;
}
