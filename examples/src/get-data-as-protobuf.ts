// The latest point as the bytes of Protobuf, decoded by the descriptor and printed as JSON; the way of the Python SDK's
// notebook. A program that wants points uses `format: protobuf` and gets columns: `node examples/src/get-data-as-protobuf.ts`.
import { fromBinary, toJsonString } from "@bufbuild/protobuf";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";

const datapoints = [{ time: "2024-09-25T11:30:34.898Z", value: 246.56092834472656 }];
const server = createMockServer({ series: [{ name: "20PT0001", facility: "SNA", datapoints }] });
const client = createTimeseriesClient(server.clientOptions());

const { data } = await client.rest.GET("/{id}/data/latest", {
  params: { path: { id: server.store.series[0]!.id } },
  headers: { accept: protobuf.accept },
  parseAs: "arrayBuffer",
});
const message = fromBinary(CompactDatapointsDtoSchema, new Uint8Array(data!));
console.log(toJsonString(CompactDatapointsDtoSchema, message, { prettySpaces: 2 }));
