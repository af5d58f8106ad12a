import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";

/** A day of Oslo in winter; its midnight is 23:00 of the day before in UTC. */
export const date = "2025-03-01";
const midnight = Date.parse("2025-02-28T23:00:00Z");

/** Parts of that day. */
export const gap = { from: 0.25, to: 0.5 };
export const bad = { from: 0.75, to: 0.9 };

/** When of the year a value is far from all others. */
export const spike = 0.6;

/** Points from `start` on with a gap and bad ones. The service's raw answers end at 100 000: a year of these has more. */
function createPoints(start: number, count: number, stepMs: number, valueAt: (part: number) => number) {
  return Array.from({ length: count }, (_, i) => ({ part: i / count, at: start + i * stepMs }))
    .filter(({ part }) => part < gap.from || part >= gap.to)
    .map(({ part, at }) => ({
      time: new Date(at).toISOString(),
      value: valueAt(part),
      status: part >= bad.from && part < bad.to ? 0 : part < 0.01 ? 64 : 192,
    }));
}

/** A mock server with a pump of five measurements. */
export function createSamplePlant(): MockServer {
  const of = { facility: "1219", assetId: "1219-PA-2301", unit: "bar" };
  const wave = (part: number) => 80 + 10 * Math.sin(part * 40);
  const day = createPoints(midnight, 1440, 60_000, wave);
  const stepsOfYear = 365 * 480;
  const yearStart = midnight - 364 * 86_400_000;
  const withSpike = (part: number) =>
    Math.round(part * stepsOfYear) === Math.round(spike * stepsOfYear) ? 900 : wave(part);
  // One at midnight and one just before the next: of a day in UTC they would be others.
  const edges = [midnight - 1, midnight, midnight + 86_399_999, midnight + 86_400_000];
  const toPoint = (at: number) => ({ time: new Date(at).toISOString(), value: 1 });
  return createMockServer({
    auth: "none",
    series: [
      { ...of, name: "1219-PT-1", description: "suction pressure", datapoints: day },
      { ...of, name: "1219-PT-2", description: "discharge pressure", datapoints: day },
      { ...of, name: "1219-PT-3", description: "edges of the day", datapoints: edges.map(toPoint) },
      { ...of, name: "1219-PT-4", description: "never written", datapoints: [] },
      {
        ...of,
        name: "1219-PT-5",
        description: "all the year",
        datapoints: createPoints(yearStart, stepsOfYear, 180_000, withSpike),
      },
    ],
  });
}
