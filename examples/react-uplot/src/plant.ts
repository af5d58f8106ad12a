import type { TimeseriesClient } from "@omnia-timeseries/core";

/** What the page shows, and who reads it. */
export interface Plant {
  readonly client: TimeseriesClient;
  readonly facility: string;
  /** The equipment whose measurements can be chosen. */
  readonly assetId: string;
  /** Of the plant, such as `Europe/Oslo`: its days are what the page shows, wherever somebody looks from. */
  readonly timeZone: string;
}
