import type { Format } from "@omnia-timeseries/core";
import { createDecoder } from "./decoder.ts";

/**
 * Datapoint answers as Protobuf: about a third of the bytes of JSON.
 *
 * The media type is one of the two that the service's own Python SDK asks for
 * (github.com/equinor/omnia-timeseries-python); the wiki's `application/x-protobuf` is older.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential, format: protobuf });
 * ```
 */
export const protobuf: Format = { name: "protobuf", accept: "application/protobuf", createDecoder };
