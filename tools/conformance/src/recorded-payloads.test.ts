// Payloads that the service really sent, as public sources recorded them (specs/EVIDENCE.md).
import { fromJson, toBinary } from "@bufbuild/protobuf";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { expect, test } from "vitest";
import { createFakeClient } from "./fake-client.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

test("the latest point as JSON, from the Python SDK's README", async () => {
  const data =
    '{"items": [{"id": "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc", "datapoints": [{"time": "2021-02-01T09:54:05.4200000Z", "value": -0.000286102294921875, "status": 192}]}]}';
  const { client } = createFakeClient([`{"data": ${data}}`], { format: json });
  await expect(client.getLatestDatapoint({ id })).resolves.toEqual({
    time: 1_612_173_245_420_000_000n,
    value: -0.000286102294921875,
    status: 192,
  });
});

test("the latest point as Protobuf, from the Python SDK's README", async () => {
  const message = fromJson(CompactDatapointsDtoSchema, {
    data: [
      {
        id,
        totalCount: "1",
        fields: ["time", "value", "status"],
        values: [{ int64: "1727263834898000000" }, { double: 246.56092834472656 }, { uint32: 192 }],
      },
    ],
  });
  const { client } = createFakeClient([new Uint8Array(toBinary(CompactDatapointsDtoSchema, message))], {
    format: protobuf,
  });
  await expect(client.getLatestDatapoint({ id })).resolves.toEqual({
    time: 1_727_263_834_898_000_000n,
    value: 246.56092834472656,
    status: 192,
  });
});

test("points with three fraction digits and a name beside them, from a consumer of v1.5", async () => {
  const series = "c530a095-b86e-4adb-9fae-78b9e3974f48";
  const body = `{"data":{"items":[{"id":"${series}","name":"tag_1","unit":"some_unit_1","datapoints":[{"time":"2019-06-10T21:00:07.616Z","value":69.69,"status":420}]}]}}`;
  const { client } = createFakeClient([body], { format: json });
  const points = await client.getDatapoints({ id: series });
  expect([...points]).toEqual([{ time: 1_560_200_407_616_000_000n, value: 69.69, status: 420 }]);
  expect(points.toRows()).toEqual([{ time: "2019-06-10T21:00:07.6160000Z", value: 69.69, status: 420 }]);
});

test("a series' metadata, from a consumer of v1.7", async () => {
  const item = {
    assetId: "asset",
    changedTime: "2025-08-28T12:31:33.7180000Z",
    createdTime: "2025-08-28T12:31:33.7180000Z",
    description: "CO2Measurement",
    externalId: "",
    facility: "asset",
    id: "da6f5c45-16b9-429f-8b29-b53bf701dcb0",
    metadata: { inspection_description: "CO2-E100-N100", robot_name: "robot", tag_id: "tag_id" },
    name: "asset_100E_100N_100U_tag_id_robot_CO2-E100-N100",
    source: "FLOTILLA",
    step: true,
    unit: "% v/v",
  };
  const body = JSON.stringify({ data: { items: [item] }, count: null, continuationToken: null });
  const { client } = createFakeClient([body, body]);
  await expect(client.getTimeseriesById({ id: item.id })).resolves.toEqual(item);
  await expect(client.searchTimeseries({ name: "asset*" })).resolves.toEqual({
    items: [item],
    continuationToken: undefined,
  });
});

test("errors as the service words them", async () => {
  const forbidden = (): Response =>
    new Response('{"message": "Service is unavailable", "traceId": "1"}', { status: 403 });
  const { client } = createFakeClient([forbidden()], { format: json });
  await expect(client.getLatestDatapoint({ id })).rejects.toMatchObject({ code: "forbidden", traceId: "1" });
});
