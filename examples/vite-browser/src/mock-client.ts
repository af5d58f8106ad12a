import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { TimeseriesClient } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";

const datapoints = [{ time: "2024-01-01T00:00:00Z", value: 87.2 }];
const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar", datapoints }] });

export const client: TimeseriesClient = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
export const id: string = server.store.series[0]!.id;
