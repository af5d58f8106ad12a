import type { Read } from "./exchange.ts";
import type { DatapointsResponse, Format } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { readChunks } from "./read-body.ts";

/** V8 holds no longer text than 2^29 characters, and 100 pages of Protobuf are less. */
const maxBytes = 2 ** 29 - 1024;

/** @throws OmniaError `invalid-argument` where the client was made without a format */
export function requireFormat(format: Format | undefined): Format {
  if (typeof format?.createDecoder === "function") return format;
  throw new OmniaError(
    "invalid-argument",
    "format: reading datapoints needs one. Install @omnia-timeseries/protobuf (small and fast) or @omnia-timeseries/json " +
      "and give createTimeseriesClient({ format: protobuf }) or { format: json }.",
  );
}

/** Decodes a datapoint answer while its bytes arrive. */
export function readDatapointsResponse(format: Format): Read<DatapointsResponse> {
  return async (response) => {
    const decoder = format.createDecoder();
    await readChunks(response, maxBytes, (chunk) => decoder.push(chunk));
    return decoder.finish();
  };
}
