import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { RuntimeCase } from "../case.ts";
import { expectEqual } from "../expect-equal.ts";

export const mockServerInProcess: RuntimeCase = {
  name: "the mock server in process",
  async run() {
    const datapoints = [{ time: "2024-01-01T00:00:00.1234567Z", value: 87.2 }];
    const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", datapoints }] });
    const { id } = server.store.series[0]!;
    for (const format of [json, protobuf]) {
      server.faults.next({ operationId: "GetLatest", statusCode: 503 });
      server.clock.skipWaits();
      const client = createTimeseriesClient({ ...server.clientOptions(), format });
      expectEqual(
        await client.getLatestDatapoint({ id }),
        { time: 1_704_067_200_123_456_700n, value: 87.2, status: 192 },
        `the latest point as ${format.name}`,
      );
    }
    expectEqual(server.requests.of("GetLatest").length, 4, "how often it was asked");
  },
};
