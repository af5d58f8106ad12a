import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { Plant } from "./plant.ts";

/** The pump of the mock server that `dev.ts` starts; that server takes any token. */
export const plant: Plant = {
  client: createTimeseriesClient({
    baseUrl: import.meta.env["VITE_BASE_URL"] as string,
    environment: "test",
    credential: accessToken(() => "any"),
    format: protobuf,
  }),
  facility: "1219",
  assetId: "1219-PA-2301",
  timeZone: "Europe/Oslo",
};
