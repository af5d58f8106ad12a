import { create, toBinary } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import type { Answer } from "../call.ts";
import type { Platform } from "../platform.ts";
import { checkAnswer } from "./check-answer.ts";
import { createClock } from "../clock.ts";
import { createDoor } from "./door.ts";

const [timeseries] = apis;
const routeOf = (operationId: string) => ({
  api: timeseries!,
  operation: timeseries!.operations[operationId]!,
  path: {},
});
const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const point = { time: "2021-02-01T09:54:05.4200000Z", value: -0.000286102294921875, status: 192 };
const pageOf = (item: object) => ({ data: { items: [item] }, continuationToken: null });

describe("JSON", () => {
  test("that fits goes out byte for byte, with its status and headers", async () => {
    const text = `{"data": {"items": [{"id": "${id}", "datapoints": [${JSON.stringify(point)}]}]}}`;
    const headers = { "content-type": "application/json; charset=utf-8", "content-length": String(text.length) };
    const answer = await checkAnswer(routeOf("GetData"), new Response(text, { headers }));
    expect([answer.status, [...answer.headers], await answer.text()]).toEqual([200, [...new Headers(headers)], text]);
  });

  test.each([
    ["an id that is none", pageOf({ id: "1", datapoints: [] }), "data.items[0].id"],
    ["an id in capitals", pageOf({ id: id.toUpperCase(), datapoints: [] }), "data.items[0].id"],
    [
      "a property that nobody knows",
      pageOf({ id, datapoints: [], colour: 1 }),
      "data.items[0] has an unknown field 'colour'",
    ],
    ["no datapoints", pageOf({ id }), "data.items[0].datapoints is required"],
    [
      "a time of three digits",
      pageOf({ id, datapoints: [{ ...point, time: "2021-02-01T09:54:05.420Z" }] }),
      "data.items[0].datapoints[0].time",
    ],
    ["a time as a number", pageOf({ id, datapoints: [{ ...point, time: 1 }] }), "data.items[0].datapoints[0].time"],
    [
      "a status that is no integer",
      pageOf({ id, datapoints: [{ ...point, status: 1.5 }] }),
      "data.items[0].datapoints[0].status",
    ],
    [
      "a status beyond 32 bits",
      pageOf({ id, datapoints: [{ ...point, status: 2 ** 31 }] }),
      "data.items[0].datapoints[0].status",
    ],
    ["a value as a text", pageOf({ id, datapoints: [{ ...point, value: "1" }] }), "data.items[0].datapoints[0].value"],
    ["a count that no double holds", pageOf({ id, datapoints: [], totalCount: 2 ** 60 }), "data.items[0].totalCount"],
    ["nothing", {}, "data is required"],
  ])("%s is refused", async (_, body, where) => {
    const answer = checkAnswer(routeOf("GetData"), Response.json(body));
    const message: unknown = expect.stringContaining(`GetData 200 ${where}`);
    await expect(answer).rejects.toMatchObject({ statusCode: 500, message });
  });

  test.each([
    ["an empty body", new Response("", { headers: { "content-type": "application/json" } }), "JSON"],
    ["a status without a schema", Response.json({ message: "" }, { status: 418 }), "418 is a status"],
    ["no content type", new Response(new Uint8Array(1)), "does not answer in"],
    ["a page for people", new Response("<p>", { headers: { "content-type": "text/html" } }), "text/html"],
    ["an error without a message", Response.json({ statusCode: 404 }, { status: 404 }), "message is required"],
  ])("%s is refused", async (_, response, why) => {
    const message: unknown = expect.stringContaining(why);
    await expect(checkAnswer(routeOf("GetData"), response)).rejects.toMatchObject({ statusCode: 500, message });
  });
});

describe("Protobuf", () => {
  const send = (...data: NonNullable<MessageInitShape<typeof CompactDatapointsDtoSchema>["data"]>) => {
    const bytes = toBinary(CompactDatapointsDtoSchema, create(CompactDatapointsDtoSchema, { data }));
    return checkAnswer(
      routeOf("GetData"),
      new Response(bytes, { headers: { "content-type": "application/protobuf" } }),
    );
  };
  const time = { value: { case: "int64", value: 1_612_173_245_420_000_000n } } as const;
  const value = { value: { case: "double", value: 1 } } as const;

  test("that fits goes out byte for byte", async () => {
    const answer = await send({ id, fields: ["time", "value"], values: [time, value] }, { id: "" });
    const bytes = toBinary(
      CompactDatapointsDtoSchema,
      create(CompactDatapointsDtoSchema, { data: [{ id, fields: ["time", "value"], values: [time, value] }, {}] }),
    );
    expect(await answer.bytes()).toEqual(bytes);
  });

  test.each([
    ["an id that is none", { id: "1" }, "data[0] the id '1' is not a GUID"],
    ["a field that nobody knows", { id, fields: ["time", "colour"], values: [] }, "the field 'colour' is unknown"],
    ["half a row", { id, fields: ["time", "value"], values: [time, value, time] }, "3 values are not rows of 2 fields"],
    ["values without fields", { id, fields: [], values: [time] }, "1 values are not rows of 0 fields"],
    ["no times", { id, fields: ["value"], values: [value] }, "there is no field 'time'"],
    ["times as doubles", { id, fields: ["time"], values: [time, value] }, "a time is of type double"],
  ])("%s is refused", async (_, item, why) => {
    const message: unknown = expect.stringContaining(why);
    await expect(send(item)).rejects.toMatchObject({ statusCode: 500, message });
  });

  test("what is no message is refused", async () => {
    const response = new Response(new Uint8Array([0x0a, 9, 1]), {
      headers: { "content-type": "application/x-protobuf" },
    });
    await expect(checkAnswer(routeOf("GetData"), response)).rejects.toMatchObject({ statusCode: 500 });
  });
});

test.each([
  [false, 200, '{"data":{"items":[{"id":1}]}}'],
  [true, 500, "Getall 200 data.items[0]"],
])("a handler that is wrong: validateResponses %s, %d", async (validateResponses, statusCode, text) => {
  const wrong = (): Answer => ({ statusCode: 200, body: { data: { items: [{ id: 1 }] } } });
  const door = createDoor({
    apis: [{ ...timeseries!, handlers: { ...timeseries!.handlers, Getall: wrong } }],
    platform: {} as Platform,
    clock: createClock(() => 0),
    takeFault: () => undefined,
    nextTraceId: () => "0HMT7I3PQEH7M:00000DB3",
    record: () => undefined,
    takeExpectation: () => undefined,
    authorize: async () => ({ id }) as never,
    access: undefined,
    strict: false,
    validateResponses,
  });
  const response = await door(new Request("http://h/plant/timeseries/v1.7"));
  expect(response.status).toBe(statusCode);
  expect(await response.text()).toContain(text);
});
