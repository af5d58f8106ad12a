import type { ColumnMemory, DatapointsResponse } from "@omnia-timeseries/core";
import { StreamDecoder } from "./stream-decoder.ts";

export interface DecodeOptions {
  readonly memory?: ColumnMemory;
  readonly isLittleEndian?: boolean;
  readonly maxCarryBytes?: number;
}

/**
 * Decodes a body in chunks. Each is a view into memory that is written over afterwards, as a stream may do with its
 * pool, and stands there at another offset.
 */
export function decode(
  body: Uint8Array,
  chunkLength: number = body.length,
  { memory, isLittleEndian = true, maxCarryBytes = 2 ** 20 }: DecodeOptions = {},
): DatapointsResponse {
  const decoder = new StreamDecoder({ memory, isLittleEndian, maxCarryBytes });
  const pool = new Uint8Array(Math.min(chunkLength, body.length) + 8);
  for (let start = 0; start < body.length; start += chunkLength) {
    const chunk = body.subarray(start, start + chunkLength);
    const offset = 1 + (start % 7);
    pool.set(chunk, offset);
    decoder.push(pool.subarray(offset, offset + chunk.length));
    pool.fill(0xff);
  }
  return decoder.finish();
}
