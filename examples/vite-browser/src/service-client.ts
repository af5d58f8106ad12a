import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";

/** A page has its tokens from its own sign-in, such as that of `@azure/msal-browser`. */
const credential = {
  getToken: async () => ({ token: sessionStorage.getItem("token") ?? "", expiresOnTimestamp: Date.now() + 60_000 }),
};

// `VITE_BASE_URL` in the environment of the build leads to a mock server that runs as a command.
const baseUrl: string | undefined = import.meta.env["VITE_BASE_URL"];

export const client: TimeseriesClient = createTimeseriesClient({
  ...(baseUrl !== undefined && { baseUrl }),
  environment: "test",
  credential,
  format: protobuf,
});
export const id: string = new URLSearchParams(location.search).get("id") ?? "";
