import type { RuntimeCase } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

const minutes = 10;

export const aggregates: RuntimeCase = {
  name: "aggregates",
  async run(target) {
    const { id, points } = longSeries;
    const page = await createClient(target).getAggregates({
      id,
      startTime: points[0]!.ns,
      endTime: points[minutes * 60]!.ns,
      processingInterval: "1m",
      aggregateFunctions: ["min", "avg", "max", "count"],
    });
    // The value of each point is how many seconds have gone.
    const expected = Array.from({ length: minutes }, (_, minute) => ({
      time: points[minute * 60]!.ns,
      min: minute * 60,
      avg: minute * 60 + 29.5,
      max: minute * 60 + 59,
      count: 60,
    }));
    expectEqual(
      [...page].map(({ time, min, avg, max, count }) => ({ time, min, avg, max, count })),
      expected,
      "the intervals",
    );
  },
};
