import type * as core from "@omnia-timeseries/core";
import type * as mockServer from "@omnia-timeseries/mock-server";
import type * as protobuf from "@omnia-timeseries/protobuf";
import type { RuntimeCase, Target } from "../case.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

async function readLatest(target: Target, require: NodeJS.Require): Promise<number> {
  const { accessToken, createTimeseriesClient } = require("@omnia-timeseries/core") as typeof core;
  const { protobuf: format } = require("@omnia-timeseries/protobuf") as typeof protobuf;
  const credential = accessToken(() => target.tokens[0]);
  const client = createTimeseriesClient({ environment: "test", baseUrl: target.url, credential, format });
  return (await client.getLatestDatapoint({ id: longSeries.id }))!.value;
}

export const requireModules: RuntimeCase = {
  name: "`require()` of the packages",
  notInPages: "pages have no `require()`",
  async run(target) {
    const { createRequire } = await import("node:module");
    const require = createRequire(import.meta.url);
    expectEqual(await readLatest(target, require), longSeries.points.at(-1)!.value, "the latest value");
    const { createMockServer } = require("@omnia-timeseries/mock-server") as typeof mockServer;
    expectEqual(createMockServer().store.series, [], "the series of a new mock server");
    const others: readonly object[] = [
      require("@omnia-timeseries/json") as object,
      require("@omnia-timeseries/auth") as object,
      require("@omnia-timeseries/ims") as object,
      require("@omnia-timeseries/alarm-events") as object,
      require("@omnia-timeseries/core/operations") as object,
      require("@omnia-timeseries/protobuf/messages") as object,
    ];
    const empty = others.filter((exported) => Object.keys(exported).length === 0);
    expectEqual(empty.length, 0, "how many packages export nothing");
  },
};
