import type { MockServerOptions } from "./mock-server-options.ts";
import { exampleEvents } from "./store/example-events.ts";
import { exampleImsTags } from "./store/example-ims-tags.ts";
import type { PointInput } from "./store/read-points.ts";

const minuteMs = 60_000;
const minutes = 24 * 60;

/** A pressure around 87 bar, once a minute through the day that ends at `nowMs`. */
function* pressures(nowMs: number): Iterable<PointInput> {
  const last = Math.floor(nowMs / minuteMs) * minuteMs;
  for (let i = minutes - 1; i >= 0; i--) {
    const swing = 3 * Math.sin((2 * Math.PI * i) / 360) + 0.4 * Math.sin(i / 3);
    yield { time: new Date(last - i * minuteMs), value: Math.round((87 + swing) * 1000) / 1000 };
  }
}

/**
 * What the command has in it: one series with a point a minute through the day that ends at `nowMs`, and a few tags of
 * historians and events, so that there is something to read.
 */
export function createExamples(nowMs: number): Pick<MockServerOptions, "series" | "ims" | "alarmEvents"> {
  const series = {
    name: "1219-PT-1234",
    facility: "1219",
    unit: "bar",
    description: "Example pressure",
    source: "IMS",
    datapoints: pressures(nowMs),
  };
  return { series: [series], ims: { tags: exampleImsTags }, alarmEvents: { events: exampleEvents } };
}
