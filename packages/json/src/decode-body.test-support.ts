import { isOmniaError } from "@omnia-timeseries/core";
import type { ColumnMemory, DatapointsResponse } from "@omnia-timeseries/core";
import { createResponseDecoder } from "./response-decoder.ts";

export interface DecodeBodyOptions {
  readonly chunkLength?: number;
  readonly memory?: ColumnMemory;
  readonly maxCarryBytes?: number;
  /** False: as on a host where the plain way reads all rows. */
  readonly isLittleEndian?: boolean;
}

/** Decodes a body in chunks that all lie in one pool, which is overwritten after each. */
export function decodeBody(body: Uint8Array, options: DecodeBodyOptions = {}): DatapointsResponse {
  const { chunkLength = 65_536, memory, maxCarryBytes = 2 ** 20, isLittleEndian = true } = options;
  const decoder = createResponseDecoder({ memory, maxCarryBytes, isLittleEndian });
  const pool = new Uint8Array(chunkLength + 7);
  for (let at = 0; at < body.length; at += chunkLength) {
    const chunk = body.subarray(at, at + chunkLength);
    pool.set(chunk, 3);
    decoder.push(pool.subarray(3, 3 + chunk.length));
    pool.fill(0x7d);
  }
  return decoder.finish();
}

/** The result, or the code of an error of ours. Any other error is a failure. */
export function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (isOmniaError(error)) return error.code;
    throw error;
  }
}

/** An answer with the bits of its doubles, so that −0 and the kinds of NaN differ. */
export function withBits(response: DatapointsResponse): unknown {
  return {
    ...response,
    items: response.items.map(({ columns, ...item }) => ({
      ...item,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [
          name,
          column instanceof Float64Array ? new BigUint64Array(column.slice().buffer) : column,
        ]),
      ),
    })),
  };
}

/** The same as text: equal for equal answers, and quick to compare. */
export function show(response: DatapointsResponse): string {
  return JSON.stringify(withBits(response), (_, found: unknown) => {
    if (ArrayBuffer.isView(found)) return `${found.constructor.name} ${(found as Uint32Array).join()}`;
    if (typeof found !== "object" || found === null || Array.isArray(found)) return found;
    return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
