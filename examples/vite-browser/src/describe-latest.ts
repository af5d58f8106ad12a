import type { TimeseriesClient } from "@omnia-timeseries/core";

/** The latest point as a person reads it; what went wrong, where something did. */
export async function describeLatest(client: TimeseriesClient, id: string): Promise<string> {
  try {
    const latest = await client.getLatestDatapoint({ id });
    return latest === undefined ? "no points" : `${latest.value} bar`;
  } catch (error) {
    return String(error);
  }
}
