import type { Read } from "./exchange.ts";
import type { ColumnMemory, DatapointsResponse, Format } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { readChunks } from "./read-body.ts";

/** @throws OmniaError `invalid-argument` where the client was made without a format */
export function requireFormat(format: Format | undefined): Format {
  if (typeof format?.createDecoder === "function") return format;
  throw new OmniaError(
    "invalid-argument",
    "format: reading datapoints needs one. Install @omnia-timeseries/protobuf (small and fast) or @omnia-timeseries/json " +
      "and give createTimeseriesClient({ format: protobuf }) or { format: json }.",
  );
}

/** Decodes a datapoint answer while its bytes arrive, into `memory` where it is given. */
export function readDatapointsResponse(format: Format, memory?: ColumnMemory): Read<DatapointsResponse> {
  return async (response, maxBytes) => {
    const decoder = format.createDecoder(memory === undefined ? {} : { memory });
    await readChunks(response, maxBytes, (chunk) => decoder.push(chunk));
    return decoder.finish();
  };
}
