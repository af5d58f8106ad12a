import type { ColumnMemory, DatapointsResponse, DecoderOptions, Format } from "@omnia-timeseries/core";
import type { Points } from "./points.ts";

/** About what `fetch` gives at a time. */
const chunkBytes = 65_536;

/** Decodes a body that is there as a whole. */
export function decodeWhole(format: Format, body: Uint8Array): DatapointsResponse {
  const decoder = format.createDecoder();
  decoder.push(body);
  return decoder.finish();
}

/** Decodes a body as it would arrive. */
export function decodeStreamed(format: Format, body: Uint8Array, options: DecoderOptions = {}): DatapointsResponse {
  const decoder = format.createDecoder(options);
  for (let i = 0; i < body.length; i += chunkBytes) decoder.push(body.subarray(i, i + chunkBytes));
  return decoder.finish();
}

/** Decodes bodies of one size as they would arrive, each into the memory of the one before. */
export function createReusingReader(format: Format): (body: Uint8Array) => DatapointsResponse {
  const buffers: ArrayBuffer[] = [];
  return (body) => {
    let taken = 0;
    const memory: ColumnMemory = {
      take(byteLength) {
        const buffer = buffers[taken] ?? new ArrayBuffer(byteLength);
        buffers[taken++] = buffer;
        return buffer;
      },
      give: () => {},
    };
    return decodeStreamed(format, body, { memory });
  };
}

/** The columns of the one series in an answer. */
export function pointsOfResponse({ items }: DatapointsResponse): Points {
  const { time, value, status } = items[0]!.columns;
  if (time === undefined || value === undefined || status === undefined) throw new Error("A column is missing.");
  return { time, value, status };
}
