import { equinorTenantId, publicClientIds } from "@omnia-timeseries/auth";
import { createExamples, createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";

const minuteMs = 60_000;
const weekMs = 7 * 24 * 60 * minuteMs;

/** A point a minute until `endMs`: a slow swing around `mean`. */
function* swing(endMs: number, durationMs: number, mean: number) {
  for (let time = endMs - durationMs + minuteMs; time < endMs; time += minuteMs) {
    const value = Math.round((mean + 3 * Math.sin(time / 3e6)) * 1000) / 1000;
    yield { time: new Date(time), value, status: time % 3_600_000 < minuteMs ? 64 : 192 };
  }
  yield { time: new Date(endMs), value: mean, status: 192 };
}

/** The service that the pages' examples talk to: the series, people and events that they speak of. */
export function createService(): MockServer {
  const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const { ims, alarmEvents } = createExamples(nowMs);
  const events = alarmEvents?.events ?? [];
  return createMockServer({
    tenantId: equinorTenantId,
    apps: [{ clientId: publicClientIds.test, publicClient: true }],
    series: [
      {
        id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
        name: "1219-PT-1234",
        facility: "1219",
        unit: "bar",
        // The day that ends with the point of the README.
        datapoints: swing(Date.parse("2024-09-25T11:30:34.898Z"), 24 * 60 * minuteMs, 246.56),
      },
      { name: "1219-TT-1234", facility: "1219", unit: "degC", datapoints: swing(nowMs, weekMs, 61) },
      { name: "1219-FT-1234", facility: "1219", unit: "m3/h", step: true, datapoints: swing(nowMs, weekMs, 118) },
    ],
    ...(ims && { ims }),
    // An example asks for the last hour.
    alarmEvents: {
      events: events.map((event, i) => ({ ...event, timestamp: new Date(nowMs - (10 + i) * minuteMs) })),
    },
  });
}
