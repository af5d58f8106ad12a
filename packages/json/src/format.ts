import type { Format } from "@omnia-timeseries/core";
import { createDecoder } from "./decoder.ts";

/**
 * Datapoint answers as JSON.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential, format: json });
 * ```
 */
export const json: Format = { name: "json", accept: "application/json", createDecoder };
