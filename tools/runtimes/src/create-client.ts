import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesClient, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { Target } from "./case.ts";

/** A client of the target, reading Protobuf unless `options` say otherwise. */
export function createClient(target: Target, options: Partial<TimeseriesClientOptions> = {}): TimeseriesClient {
  return createTimeseriesClient({
    environment: "test",
    baseUrl: target.url,
    credential: accessToken(() => target.tokens[0]),
    format: protobuf,
    ...options,
  });
}
