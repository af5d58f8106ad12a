import { writeMany } from "@omnia-timeseries/core";
import type { RuntimeCase } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { emptySeriesId } from "../series.ts";

const from = 1_717_200_000_000_000_100n;
const count = 250;

export const write: RuntimeCase = {
  name: "a write with its report",
  async run(target) {
    const id = emptySeriesId;
    const datapoints = Array.from({ length: count }, (_, i) => ({ time: from + BigInt(i) * 1_000_000_000n, value: i }));
    const to = datapoints.at(-1)!.time;
    const report = await writeMany(createClient(target), {
      series: new Map([[id, datapoints]]),
      pointsPerRequest: 100,
    });
    expectEqual(
      report,
      { committed: [{ id, from, to, points: count }], accepted: [], failed: [], unknown: [] },
      "the report",
    );
    // What is stored, as the wire has it.
    const response = await fetch(`${target.url}/plant/timeseries/v1.7/${id}/data?startTime=2024-01-01&limit=1000`, {
      headers: { authorization: `Bearer ${target.tokens[0]}`, accept: "application/json" },
    });
    const body = (await response.json()) as { data: { items: [{ datapoints: { time: string; value: number }[] }] } };
    const stored = body.data.items[0].datapoints;
    expectEqual(
      stored.map(({ value }) => value),
      datapoints.map(({ value }) => value),
      "the stored values",
    );
    expectEqual(stored[0]!.time, "2024-06-01T00:00:00.0000001Z", "the first stored time");
  },
};
