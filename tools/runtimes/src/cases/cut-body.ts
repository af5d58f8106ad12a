import { isOmniaError } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { RuntimeCase } from "../case.ts";
import { failNext } from "../control.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

export const cutBody: RuntimeCase = {
  name: "a body that is cut",
  async run(target) {
    const { id, points, endTime } = longSeries;
    const window = { id, startTime: points[0]!.ns, endTime, limit: 10_000 };
    for (const format of [protobuf, json]) {
      for (const fault of [{ body: "truncated" }, { reset: "after-headers" }]) {
        const name = `${format.name}, ${JSON.stringify(fault)}`;
        await failNext(target, { operationId: "GetData", ...fault });
        const page = await createClient(target, { format }).getDatapoints(window);
        expectEqual(page.length, points.length, `${name}: how many points come with the second try`);

        await failNext(target, { operationId: "GetData", ...fault });
        const once = createClient(target, { format, retry: { tries: 1 } });
        const error: unknown = await once.getDatapoints(window).then(
          (part) => `${part.length} points`,
          (thrown: unknown) => thrown,
        );
        const isKnown = isOmniaError(error, "network") || isOmniaError(error, "incomplete");
        expectEqual(isKnown, true, `${name}: that without a second try ${String(error)} is "network" or "incomplete"`);
      }
    }
  },
};
