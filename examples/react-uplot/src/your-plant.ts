import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { Plant } from "./plant.ts";

/**
 * Put your own plant here, and your own sign-in in the place of `sessionStorage`: this example signs nobody in.
 * The function is asked for each request, so it should cache.
 */
export const plant: Plant = {
  client: createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => sessionStorage.getItem("token") ?? ""),
    format: protobuf,
  }),
  facility: "1219",
  assetId: "1219-PA-2301",
  timeZone: "Europe/Oslo",
};
