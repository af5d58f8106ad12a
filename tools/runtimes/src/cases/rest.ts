import type { RuntimeCase } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { exactSeries } from "../series.ts";

export const rest: RuntimeCase = {
  name: "client.rest",
  async run(target) {
    const { id, points } = exactSeries;
    const { data, response } = await createClient(target).rest.GET("/{id}/data", {
      params: { path: { id }, query: { startTime: "2024-02-01", status: [192, 64] } },
    });
    expectEqual(response.status, 200, "the status");
    expectEqual(data?.data?.items?.[0]?.datapoints?.length, 1, "how many points there are");
    expectEqual(data?.data?.items?.[0]?.datapoints?.[0]?.value, points.at(-1)!.value, "the value");
  },
};
