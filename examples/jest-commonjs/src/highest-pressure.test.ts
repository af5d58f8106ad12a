import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { findHighestPressure } from "./highest-pressure";

const datapoints = [81.5, 92.25, 88].map((value, hour) => ({ time: `2024-01-01T0${hour}:00:00Z`, value }));
const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar", datapoints }] });
const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
const { id } = server.store.series[0];

afterEach(() => server.reset());

test("finds the highest pressure of a day", async () => {
  await expect(findHighestPressure(client, id, "2024-01-01")).resolves.toBe(92.25);
});

test("comes through a service that is busy for a moment", async () => {
  // In process the client waits by the server's clock, and nobody has to wait there.
  server.clock.skipWaits();
  server.faults.next({ operationId: "GetData", statusCode: 503, retryAfterSeconds: 30 });
  await expect(findHighestPressure(client, id, "2024-01-01")).resolves.toBe(92.25);
  expect(server.requests.map(({ statusCode }) => statusCode)).toEqual([503, 200]);
});
