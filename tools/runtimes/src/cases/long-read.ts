import type { RuntimeCase } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

export const longRead: RuntimeCase = {
  name: "a long read, by windows",
  async run(target) {
    const { id, points, endTime } = longSeries;
    const read = createClient(target).readDatapoints({ id, startTime: points[0]!.ns, endTime, pageSize: 500 });
    const times: bigint[] = [];
    const values: number[] = [];
    let pages = 0;
    for await (const page of read) {
      pages++;
      times.push(...page.time);
      values.push(...page.value);
    }
    expectEqual(
      times,
      points.map(({ ns }) => ns),
      "the times",
    );
    expectEqual(
      values,
      points.map(({ value }) => value),
      "the values",
    );
    expectEqual(pages >= points.length / 500, true, `that ${pages} pages are enough`);
  },
};
