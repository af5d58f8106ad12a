import { create, fromJsonString, toBinary } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { isOmniaError, OmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { createDecoder } from "./decoder.ts";
import { protobuf } from "./format.ts";
import { CompactDatapointsDtoSchema } from "./messages.ts";

function decode(body: Uint8Array): DatapointsResponse {
  const decoder = createDecoder();
  decoder.push(body);
  return decoder.finish();
}

const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The body of an answer with one item, from the bytes inside that item. */
function itemBody(inside: string): Uint8Array {
  const bytes = hex(inside);
  return Uint8Array.of(0x0a, bytes.length, ...bytes);
}

const message = (init: MessageInitShape<typeof CompactDatapointsDtoSchema>): Uint8Array =>
  toBinary(CompactDatapointsDtoSchema, create(CompactDatapointsDtoSchema, init));

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

test("the format asks for Protobuf by the name that the service's Python SDK uses", () => {
  expect(protobuf).toEqual({ name: "protobuf", accept: "application/protobuf", createDecoder });
});

test("the answer that the README of the service's Python SDK shows", () => {
  const sample = `{ "data": [ { "id": "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "totalCount": "1",
    "fields": [ "time", "value", "status" ],
    "values": [ { "int64": "1727263834898000000" }, { "double": 246.56092834472656 }, { "uint32": 192 } ] } ] }`;
  const body = toBinary(CompactDatapointsDtoSchema, fromJsonString(CompactDatapointsDtoSchema, sample));
  expect(decode(body)).toStrictEqual({
    items: [
      {
        id: "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        totalCount: 1,
        length: 1,
        columns: {
          time: BigInt64Array.of(1_727_263_834_898_000_000n),
          value: Float64Array.of(246.56092834472656),
          status: Uint32Array.of(192),
        },
      },
    ],
  });
});

// The same series stands in the tests of the JSON format, with the same bits.
test("a series at the edges of what both formats can carry", () => {
  const { items, continuationToken } = decode(
    message({
      data: [
        {
          id: "edges",
          totalCount: 9_007_199_254_740_991n,
          fields: ["time", "value", "status", "count"],
          values: [
            [-(2n ** 63n), 0, 0, 0n],
            [-1n, -0, 192, 1n],
            [0n, 5e-324, 4_294_967_295, 9_007_199_254_740_993n],
            [1_612_173_245_420_000_001n, 1.7976931348623157e308, 64, 18_446_744_073_709_551_615n],
            [2n ** 63n - 1n, 0.1, 8, 2n ** 53n],
          ].flatMap(([time, value, status, count]) => [
            { value: { case: "int64" as const, value: time as bigint } },
            { value: { case: "double" as const, value: value as number } },
            { value: { case: "uint32" as const, value: status as number } },
            { value: { case: "uint64" as const, value: count as bigint } },
          ]),
        },
      ],
      continuationToken: "næste",
    }),
  );
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

test("an empty value is NaN in a number column and 0 in status", () => {
  const body = message({
    data: [
      {
        fields: ["time", "value", "status", "avg"],
        values: [{ value: { case: "int64", value: 7n } }, {}, {}, {}],
      },
    ],
  });
  expect(bits(decode(body))).toEqual([
    { time: ["7"], value: ["7ff8000000000000"], status: [0], avg: ["7ff8000000000000"] },
  ]);
});

test("NaN payloads and infinities keep their bits", () => {
  const body = itemBody(
    "1a0474696d65 1a0576616c7565 22020801 220911010000000000f87f 22020802 220911efbeadde0000f0ff 22020803 220911000000000000f0ff",
  );
  expect(bits(decode(body))).toEqual([
    { time: ["1", "2", "3"], value: ["7ff8000000000001", "fff00000deadbeef", "fff0000000000000"] },
  ]);
});

test("values before fields, fields among values, members of a oneof that are overruled", () => {
  const body = itemBody("22020805 1a0474696d65 220e 2007 11000000000000f03f 18c001 1a06737461747573");
  expect(bits(decode(body))).toEqual([{ time: ["5"], status: [192] }]);
});

test("integers in a float column are the nearest doubles", () => {
  const values = [
    { case: "int64" as const, value: -9_007_199_254_740_993n },
    { case: "int64" as const, value: -(2n ** 63n) },
    { case: "int64" as const, value: 9_223_372_036_854_775_807n },
    { case: "uint64" as const, value: 18_446_744_073_709_550_591n },
    { case: "uint32" as const, value: 4_294_967_295 },
  ];
  const body = message({
    data: [
      {
        fields: ["time", "sum"],
        values: values.flatMap((value) => [{ value: { case: "int64" as const, value: 0n } }, { value }]),
      },
    ],
  });
  const expected = Float64Array.from(values, ({ value }) => Number(value));
  expect(decode(body).items[0]!.columns.sum).toEqual(expected);
});

test("columns of unknown names are dropped", () => {
  const body = message({
    data: [
      {
        fields: ["mode", "time", "Value"],
        values: [
          { value: { case: "double", value: 1 } },
          { value: { case: "uint64", value: 2n } },
          { value: { case: "uint32", value: 3 } },
        ],
      },
    ],
  });
  expect(decode(body).items).toStrictEqual([{ length: 1, columns: { time: BigInt64Array.of(2n) } }]);
});

test("a name that holds the names of a raw read is one unknown name", () => {
  const body = message({
    data: [{ fields: ["time,value,status", "time"], values: [{}, { value: { case: "int64", value: 2n ** 60n } }] }],
  });
  expect(decode(body).items).toStrictEqual([{ length: 1, columns: { time: BigInt64Array.of(2n ** 60n) } }]);
  const alone = message({ data: [{ fields: ["time,value,status"], values: Array.from({ length: 40 }, () => ({})) }] });
  expect(caught(() => decode(alone)).message).toMatch(/no "time"/);
});

test("an item with fields but no values has empty columns, an item with an id alone has none", () => {
  const body = message({ data: [{ id: "a", fields: ["time", "value"] }, { id: "b" }] });
  expect(decode(body).items).toStrictEqual([
    { id: "a", length: 0, columns: { time: new BigInt64Array(0), value: new Float64Array(0) } },
    { id: "b", length: 0, columns: {} },
  ]);
});

test("an empty body is an answer without items", () => {
  expect(createDecoder().finish()).toStrictEqual({ items: [] });
});

test("the last of repeated scalars wins, and an empty string is none", () => {
  // token "x", item {totalCount 1, id "a", totalCount 0, id ""}, token ""
  expect(decode(hex("120178 0a09 1001 0a0161 1000 0a00 1200"))).toStrictEqual({
    items: [{ totalCount: 0, length: 0, columns: {} }],
  });
});

test("chunks are copied", () => {
  const body = message({ data: [{ id: "abc" }], continuationToken: "t" });
  const pool = new Uint8Array(3);
  const decoder = createDecoder();
  for (const byte of body) {
    pool[1] = byte;
    decoder.push(pool.subarray(1, 2));
    pool.fill(0xff);
  }
  expect(decoder.finish()).toStrictEqual({ items: [{ id: "abc", length: 0, columns: {} }], continuationToken: "t" });
});

describe("malformed bodies", () => {
  const time = "1a0474696d65";
  test.each([
    ["a field number of 0", hex("0200"), /field number/],
    ["a group", hex("2b2c"), /wire type 3/],
    ["wire type 6", hex("2e"), /wire type 6/],
    ["an own field with another wire type", hex("0801"), /field 1 has wire type 0/],
    ["a varint of 11 bytes", hex("28 8080808080808080808001"), /10 bytes/],
    ["a length over 2 GiB", hex("0a 8080808008"), /2 GiB/],
    ["an id that claims 2 GB in an item that is whole", itemBody("0a ffffffff07"), /end of its message/],
    ["a value that runs over its item", itemBody(`${time} 2205 0801`), /end of its message/],
    ["an id that is not UTF-8", itemBody("0a02c328"), /UTF-8/],
    ["a token that claims 2 GB", hex("12 ffffffff07 61"), /2147483647 bytes/],
    ["a token that is not UTF-8", hex("1201ff"), /UTF-8/],
    ["values without fields", itemBody("22020801"), /data\[0\]: 1 values for 0 fields/],
    ["a row that is not whole", itemBody(`${time} 1a03617667 22020801 2200 22020802`), /3 values for 2 fields/],
    ["a column twice", itemBody(`${time} ${time}`), /"time" twice/],
    ["rows without time", itemBody("1a03617667 2200"), /no "time"/],
    ["an empty time", itemBody(`${time} 22020801 2200`), /data\[0\], row 1: "time" cannot be empty/],
    ["a time that is a double", itemBody(`${time} 220911000000000000f03f`), /"time" cannot be this double/],
    ["a time that is a uint32", itemBody(`${time} 22021801`), /"time" cannot be this uint32/],
    ["a time over int64", itemBody(`${time} 220b20 80808080808080808001`), /"time" cannot be this uint64/],
    ["a status that is a double", itemBody(`${time} 1a06737461747573 22020801 220911000000000000f03f`), /"status"/],
    ["a negative status", itemBody(`${time} 1a06737461747573 22020801 220b08 ffffffffffffffffff01`), /this int64/],
    ["a status over uint32", itemBody(`${time} 1a06737461747573 22020801 2206 208080808010`), /this uint64/],
    ["a totalCount of 2^53", itemBody("10 8080808080808010"), /data\[0\]: totalCount/],
  ])("%s", (_, body, text) => {
    const error = caught(() => decode(body));
    expect(error.code).toBe("decode");
    expect(error.message).toMatch(text);
  });

  test.each([
    ["a token", hex("1202 61")],
    ["an item that claims 2 GB", hex("0a ffffffff07 0a0161")],
    ["a tag", hex("8a")],
  ])("%s and is cut is incomplete", (_, body) => {
    expect(caught(() => decode(body)).code).toBe("incomplete");
  });
});

test("a decoder that has finished or failed takes nothing more", () => {
  const finished = createDecoder();
  finished.finish();
  const failed = createDecoder();
  caught(() => failed.push(hex("0200")));
  for (const decoder of [finished, failed]) {
    expect(caught(() => decoder.push(hex("00")))).toMatchObject({ code: "decode", message: /finished/ });
    expect(caught(() => decoder.finish())).toMatchObject({ code: "decode" });
  }
});
