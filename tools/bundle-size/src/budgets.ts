/** What a bundle may weigh at most, in kB of 1000 bytes, and why that much. */
export interface Budget {
  readonly startKb: number;
  readonly allKb: number;
  readonly reason: string;
}

const asToday = "it is what it had in November 2026, and a little room.";

/** By the names of the bundles. */
export const budgets: Readonly<Record<string, Budget>> = {
  // What an application usually has.
  "`createTimeseriesClient`": {
    startKb: 12,
    allKb: 38,
    reason: "a page that reads one chart pays for the request path alone, and openapi-fetch is loaded by client.rest.",
  },
  "client + `json`": { startKb: 17.5, allKb: 42, reason: "12 kB of client, 5 of format, and what of core it needs." },
  "client + `protobuf`": {
    startKb: 17.5,
    allKb: 42,
    reason: "it is the fast way, and must not be larger than the one with json.",
  },
  "client + `protobuf` + `interactiveBrowser`": {
    startKb: 20,
    allKb: 120,
    reason: "what signs in, @azure/msal-browser, comes with the first token.",
  },
  "client + `protobuf` + `readForPlot` + `toPlotColumns`": { startKb: 22, allKb: 44, reason: asToday },
  "client + `protobuf` + `readMany`": { startKb: 23, allKb: 43, reason: asToday },
  "client + `writeMany`": { startKb: 18, allKb: 40, reason: asToday },
  "`createImsMetadataClient`": { startKb: 12, allKb: 15, reason: "it is a client, and has no datapoints." },
  "`createAlarmEventsClient`": { startKb: 13.5, allKb: 16.5, reason: "it is a client, with the times of core." },
  "client + `json` + `createMockServer`": {
    startKb: 110,
    allKb: 270,
    reason: "tests wait for it, users do not; sockets, fixtures and its control page come later.",
  },

  // What each package adds to an application that has core.
  "`json`": { startKb: 5, allKb: 5, reason: "a reader of JSON has JSON.parse for nothing." },
  "`protobuf`": { startKb: 6, allKb: 6, reason: "it is less than half of what protobuf-es would need." },
  "all of `@omnia-timeseries/alarm-events`": { startKb: 2.3, allKb: 2.3, reason: asToday },
  "all of `@omnia-timeseries/alarm-events/operations`": { startKb: 1, allKb: 1, reason: asToday },
  "all of `@omnia-timeseries/auth`": {
    startKb: 5.5,
    allKb: 110,
    reason: "@azure/identity and @azure/msal-browser come with the first token.",
  },
  "all of `@omnia-timeseries/core`": { startKb: 34, allKb: 48, reason: asToday },
  "all of `@omnia-timeseries/core/platform-api`": { startKb: 11, allKb: 14, reason: asToday },
  "all of `@omnia-timeseries/core/operations`": { startKb: 2, allKb: 2, reason: asToday },
  "all of `@omnia-timeseries/core/telemetry`": { startKb: 1.2, allKb: 1.2, reason: asToday },
  "all of `@omnia-timeseries/ims`": { startKb: 3.5, allKb: 3.5, reason: asToday },
  "all of `@omnia-timeseries/ims/operations`": { startKb: 1.4, allKb: 1.4, reason: asToday },
  "all of `@omnia-timeseries/json`": { startKb: 5.5, allKb: 5.5, reason: "the decoder, and an encoder for tests." },
  "all of `@omnia-timeseries/mock-server`": { startKb: 95, allKb: 240, reason: asToday },
  "all of `@omnia-timeseries/mock-server/node`": { startKb: 12, allKb: 75, reason: asToday },
  "all of `@omnia-timeseries/protobuf`": { startKb: 6.5, allKb: 6.5, reason: "the decoder, and an encoder for tests." },
  "all of `@omnia-timeseries/protobuf/messages`": { startKb: 16.5, allKb: 16.5, reason: "protobuf-es is most of it." },
};
