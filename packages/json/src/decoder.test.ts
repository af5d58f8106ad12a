import { isOmniaError, OmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createDecoder } from "./decoder.ts";
import { json } from "./format.ts";

const utf8 = new TextEncoder();

function decode(text: string): DatapointsResponse {
  const decoder = createDecoder();
  decoder.push(utf8.encode(text));
  return decoder.finish();
}

const itemText = (inside: string): string => `{"data":{"items":[{${inside}}]}}`;
const rowText = (inside: string): string => itemText(`"datapoints":[{${inside}}]`);

/** Columns as the 64-bit (status: 32-bit) patterns that they hold. */
function bits(response: DatapointsResponse) {
  return response.items.map(({ columns }) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        column instanceof Uint32Array
          ? Array.from(column)
          : Array.from(new BigUint64Array(column.buffer, column.byteOffset, column.length), (word) =>
              word.toString(16),
            ),
      ]),
    ),
  );
}

function caught(work: () => unknown): OmniaError {
  try {
    work();
  } catch (error) {
    if (isOmniaError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("the format asks for JSON", () => {
  expect(json).toEqual({ name: "json", accept: "application/json", createDecoder });
});

test("the answer that the README of the service's Python SDK shows", () => {
  const data = `{"items": [{"id": "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc", "datapoints": [{"time": "2021-02-01T09:54:05.4200000Z", "value": -0.000286102294921875, "status": 192}]}]}`;
  expect(decode(`{"data": ${data}}`)).toStrictEqual({
    items: [
      {
        id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
        length: 1,
        columns: {
          time: BigInt64Array.of(1_612_173_245_420_000_000n),
          value: Float64Array.of(-0.000286102294921875),
          status: Uint32Array.of(192),
        },
      },
    ],
  });
});

// The point is one that equinor/sara-timeseries recorded, with properties of the series in its row; the envelope is
// the one of its tests.
test("properties that a datapoint does not have are ignored", () => {
  const record = `"changedTime": "2025-08-28T12:31:33.7185391Z", "externalId": "", "source": "test", "standardUnit": null, "status": 192, "step": true, "time": "2025-07-13T02:04:22.0000000Z", "unit": "% v/v", "value": 0.5480771`;
  const text = `{"data": {"items": [{"datapoints": [{${record}}]}]}, "count": null, "continuationToken": null}`;
  expect(decode(text)).toStrictEqual({
    items: [
      {
        length: 1,
        columns: {
          time: BigInt64Array.of(1_752_372_262_000_000_000n),
          value: Float64Array.of(0.5480771),
          status: Uint32Array.of(192),
        },
      },
    ],
  });
});

// The same series stands in the tests of the Protobuf format, with the same bits.
test("a series at the edges of what both formats can carry", () => {
  const { items, continuationToken } = decode(`{
    "data": { "items": [ { "id": "edges", "totalCount": 9007199254740991, "datapoints": [
      { "time": "1677-09-21T00:12:43.145224192Z", "value": 0, "status": 0, "count": 0 },
      { "time": "1969-12-31T23:59:59.999999999Z", "value": -0, "status": 192, "count": 1 },
      { "time": "1970-01-01T00:00:00Z", "value": 5e-324, "status": 4294967295, "count": 9007199254740993 },
      { "time": "2021-02-01T09:54:05.420000001Z", "value": 1.7976931348623157e308, "status": 64, "count": 18446744073709551615 },
      { "time": "2262-04-11T23:47:16.854775807Z", "value": 0.1, "status": 8, "count": 9007199254740992 }
    ] } ] },
    "continuationToken": "næste" }`);
  expect(continuationToken).toBe("næste");
  expect(items[0]).toMatchObject({ id: "edges", totalCount: 9_007_199_254_740_991, length: 5 });
  expect(bits({ items })).toEqual([
    {
      time: ["8000000000000000", "ffffffffffffffff", "0", "165f970669a5d301", "7fffffffffffffff"],
      value: ["0", "8000000000000000", "1", "7fefffffffffffff", "3fb999999999999a"],
      status: [0, 192, 4_294_967_295, 64, 8],
      count: ["0", "3ff0000000000000", "4340000000000000", "43f0000000000000", "4340000000000000"],
    },
  ]);
});

test("every column that a row names is there; cells that are absent or null are NaN, or 0 in status", () => {
  const text = itemText(
    `"datapoints":[{"time":"1970-01-01T00:00:00Z","avg":1},{"time":"1970-01-01T00:00:01Z","max":null},{"status":192,"time":"1970-01-01T00:00:02Z"},{"status":null,"time":"1970-01-01T00:00:03Z"}]`,
  );
  expect(decode(text).items).toStrictEqual([
    {
      length: 4,
      columns: {
        time: BigInt64Array.of(0n, 1_000_000_000n, 2_000_000_000n, 3_000_000_000n),
        status: Uint32Array.of(0, 0, 192, 0),
        avg: Float64Array.of(1, Number.NaN, Number.NaN, Number.NaN),
        max: new Float64Array(4).fill(Number.NaN),
      },
    },
  ]);
});

test("the properties of an item; null and the empty string are none", () => {
  const text = `{"data":{"items":[
    {"id":"a","name":"n","facility":"f","terminal":"t","totalCount":0,"continuationToken":"c","statusCode":200,"datapoints":[]},
    {"id":"","name":null,"facility":"","terminal":null,"totalCount":null,"continuationToken":"","statusCode":null}
  ]},"continuationToken":""}`;
  expect(decode(text)).toStrictEqual({
    items: [
      {
        id: "a",
        name: "n",
        facility: "f",
        terminal: "t",
        totalCount: 0,
        continuationToken: "c",
        length: 0,
        columns: { time: new BigInt64Array(0) },
      },
      { length: 0, columns: {} },
    ],
  });
});

test("refused items say why", () => {
  const text = `{"data":{"items":[
    {"id":"a","statusCode":404,"message":"Not found","traceId":"0HMT7I3PQEH7M:00000DB3","datapoints":null},
    {"id":"b","statusCode":400,"message":null}
  ]}}`;
  expect(decode(text).items).toStrictEqual([
    {
      id: "a",
      error: { statusCode: 404, message: "Not found", traceId: "0HMT7I3PQEH7M:00000DB3" },
      length: 0,
      columns: {},
    },
    { id: "b", error: { statusCode: 400 }, length: 0, columns: {} },
  ]);
});

test("a byte order mark is passed over, also byte by byte", () => {
  const decoder = createDecoder();
  for (const byte of utf8.encode(`\uFEFF${itemText('"id":"a"')}`)) decoder.push(Uint8Array.of(byte));
  expect(decoder.finish().items).toStrictEqual([{ id: "a", length: 0, columns: {} }]);
});

test("chunks are copied", () => {
  const pool = new Uint8Array(3);
  const decoder = createDecoder();
  for (const byte of utf8.encode(itemText('"id":"tøken"'))) {
    pool[1] = byte;
    decoder.push(pool.subarray(1, 2));
    pool.fill(0x20);
  }
  expect(decoder.finish().items[0]!.id).toBe("tøken");
});

describe("malformed bodies", () => {
  const time = `"time":"1970-01-01T00:00:00Z"`;
  test.each([
    ["<html>{</html>", "it is not JSON"],
    ['{"data":{"items":[}}', "it is not JSON"],
    ['{"data":{"items":[]}}}', "it is not JSON"],
    ['{"data":{"items":[{"id":"\\"]}"},oops]}}', "it is not JSON"],
    ["[]", "the answer is an array, expected an object"],
    ["null", "the answer is null, expected an object"],
    ["{}", "data is missing, expected an object"],
    ['{"Data":{"items":[]}}', "data is missing, expected an object"],
    ['{"data":{}}', "data.items is missing, expected an array"],
    ['{"data":{"items":{}}}', "data.items is an object, expected an array"],
    ['{"data":{"items":[]},"continuationToken":1}', "the answer.continuationToken is 1, expected a string or null"],
    ['{"data":{"items":[7]}}', "data.items[0] is 7, expected an object"],
    [itemText('"id":1'), "data.items[0].id is 1, expected a string or null"],
    [itemText('"totalCount":9007199254740992'), "data.items[0].totalCount is 9007199254740992, expected an integer"],
    [itemText('"totalCount":-1'), "data.items[0].totalCount is -1, expected an integer from 0"],
    [itemText('"statusCode":-404'), "data.items[0].statusCode is -404, expected an integer from 0"],
    [itemText('"totalCount":"1"'), 'data.items[0].totalCount is "1", expected an integer'],
    [itemText('"statusCode":true'), "data.items[0].statusCode is true, expected an integer"],
    [itemText('"statusCode":404,"message":{}'), "data.items[0].message is an object, expected a string"],
    [itemText('"datapoints":{}'), "data.items[0].datapoints is an object, expected an array or null"],
    [itemText('"datapoints":[[]]'), "data.items[0].datapoints[0] is an array, expected an object"],
    [rowText(""), "data.items[0].datapoints[0].time is missing, expected an RFC 3339 time"],
    [rowText('"time":null'), "datapoints[0].time is null"],
    [rowText('"time":0'), "datapoints[0].time is 0"],
    [rowText('"time":"1970-01-01T00:00:00"'), 'datapoints[0].time is "1970-01-01T00:00:00"'],
    [rowText('"time":"2262-04-11T23:47:16.854775808Z"'), "datapoints[0].time is"],
    [rowText('"time":"1970-01-01T00:00:00.0000000000Z"'), "datapoints[0].time is"],
    [rowText(`"time":"${"x".repeat(50)}"`), `datapoints[0].time is "${"x".repeat(40)}"`],
    [rowText(`${time},"value":"1"`), 'data.items[0].datapoints[0].value is "1", expected a number or null'],
    [rowText(`${time},"stddev":false`), "data.items[0].datapoints[0].stddev is false, expected a number or null"],
    [rowText(`${time},"avg":{}`), "datapoints[0].avg is an object"],
    [
      rowText(`${time},"status":1.5`),
      "data.items[0].datapoints[0].status is 1.5, expected an integer from 0 to 4294967295",
    ],
    [rowText(`${time},"status":-1`), "datapoints[0].status is -1"],
    [rowText(`${time},"status":4294967296`), "datapoints[0].status is 4294967296"],
    [rowText(`${time},"status":"192"`), 'datapoints[0].status is "192"'],
  ])("%s", (text, message) => {
    const error = caught(() => decode(text));
    expect(error.code).toBe("decode");
    expect(error.message).toContain(message);
  });

  test("the place counts items and rows", () => {
    const row = `{${time},"value":1}`;
    const text = `{"data":{"items":[{},{"datapoints":[${row},${row},{${time},"value":[]}]}]}}`;
    expect(caught(() => decode(text)).message).toBe(
      "Malformed JSON answer: data.items[1].datapoints[2].value is an array, expected a number or null.",
    );
  });

  test("bytes that are not UTF-8 are refused as they come", () => {
    const decoder = createDecoder();
    decoder.push(utf8.encode('{"data":"'));
    expect(caught(() => decoder.push(Uint8Array.of(0xc3, 0x28)))).toMatchObject({ code: "decode", message: /UTF-8/ });
  });
});

test.each(["", " \n", "{", '{"a', '{"a\\"}', '{"data":{"items":[{"id":"}]}', "\uFEFF"])("%j is incomplete", (text) => {
  expect(caught(() => decode(text)).code).toBe("incomplete");
});

test("a decoder that has finished or failed takes nothing more", () => {
  const finished = createDecoder();
  finished.push(utf8.encode('{"data":{"items":[]}}'));
  finished.finish();
  const failed = createDecoder();
  caught(() => failed.push(Uint8Array.of(0xff)));
  for (const decoder of [finished, failed]) {
    expect(caught(() => decoder.push(Uint8Array.of(0x20)))).toMatchObject({ code: "decode", message: /finished/ });
    expect(caught(() => decoder.finish())).toMatchObject({ code: "decode" });
  }
});
