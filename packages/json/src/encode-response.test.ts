import { isOmniaError } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeResponse } from "./encode-response.ts";
import { encode } from "./encode.test-support.ts";

const textOf = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

test("the text is the service's", () => {
  const bytes = encode({
    items: [
      {
        totalCount: 2,
        columns: {
          status: Uint32Array.of(192, 0),
          time: BigInt64Array.of(1_612_173_245_420_000_000n, 1_612_173_245_420_000_001n),
          value: Float64Array.of(-0.000286102294921875, Number.NaN),
        },
        length: 2,
        name: 'a "name"',
        facility: "1219",
        id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
      },
    ],
  });
  expect(textOf(bytes)).toBe(
    '{"data":{"items":[{"id":"91f945d3-be34-4f8c-a43f-e00a3a2d9cfc","facility":"1219","name":"a \\"name\\"","datapoints":[' +
      '{"time":"2021-02-01T09:54:05.4200000Z","value":-0.000286102294921875,"status":192},' +
      '{"time":"2021-02-01T09:54:05.420000001Z","value":null,"status":0}' +
      '],"totalCount":2}]},"continuationToken":null}',
  );
});

test("aggregates follow in the service's order, without those that a row does not have; −0 stays", () => {
  const bytes = encode({
    items: [
      {
        length: 2,
        columns: {
          median: Float64Array.of(1e21, Number.NaN),
          avg: Float64Array.of(-0, 5e-324),
          count: Float64Array.of(3, Number.NaN),
          time: BigInt64Array.of(0n, -1n),
        },
      },
    ],
    continuationToken: "t",
  });
  expect(textOf(bytes)).toBe(
    '{"data":{"items":[{"datapoints":[' +
      '{"time":"1970-01-01T00:00:00.0000000Z","count":3,"avg":-0,"median":1e+21},' +
      '{"time":"1969-12-31T23:59:59.999999999Z","avg":5e-324}' +
      ']}]},"continuationToken":"t"}',
  );
});

test("a refused item says why", () => {
  const error = { traceId: "0HMT7I3PQEH7M:00000DB3", message: "Not found", statusCode: 404 };
  const items = [
    { id: "a", terminal: "t", continuationToken: "c", length: 0, columns: {}, error },
    { error: { statusCode: 403 }, length: 0, columns: {} },
  ];
  expect(textOf(encode({ items }))).toBe(
    '{"data":{"items":[' +
      '{"id":"a","terminal":"t","statusCode":404,"message":"Not found","traceId":"0HMT7I3PQEH7M:00000DB3","datapoints":[],"continuationToken":"c"},' +
      '{"statusCode":403,"datapoints":[]}' +
      ']},"continuationToken":null}',
  );
});

/** Whole seconds by Date, which is exact for them; the fraction by its digits. */
function nanoseconds(text: string): bigint {
  const [, seconds, fraction] = /^(.{19})\.(\d{7,9})Z$/.exec(text)!;
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction!.padEnd(9, "0"));
}

test("JSON.parse reads every value back", () => {
  const rows = fc.array(
    fc.record({
      time: fc.oneof(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.bigInt({ min: -(2n ** 56n), max: 2n ** 56n }).map((ticks) => ticks * 100n),
      ),
      value: fc.double({ noDefaultInfinity: true }),
      status: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      stddev: fc.double({ noDefaultInfinity: true }),
    }),
  );
  fc.assert(
    fc.property(rows, fc.string({ unit: "grapheme" }), (rows, id) => {
      const columns = {
        time: BigInt64Array.from(rows, ({ time }) => time),
        value: Float64Array.from(rows, ({ value }) => value),
        status: Uint32Array.from(rows, ({ status }) => status),
        stddev: Float64Array.from(rows, ({ stddev }) => stddev),
      };
      const text = textOf(encode({ items: [{ id, length: rows.length, columns }] }));
      const [item] = (JSON.parse(text) as { data: { items: { id: string; datapoints: { time: string }[] }[] } }).data
        .items;
      expect(item!.id).toBe(id);
      expect(item!.datapoints.map(({ time, ...row }) => ({ ...row, time: nanoseconds(time) }))).toEqual(
        rows.map(({ value, stddev, ...row }) => ({
          ...row,
          value: Number.isNaN(value) ? null : value,
          ...(!Number.isNaN(stddev) && { stddev }),
        })),
      );
    }),
  );
});

const time = new BigInt64Array(1);
test.each([
  [
    "an infinite value",
    { length: 1, columns: { time, value: Float64Array.of(Infinity) } },
    "items[0].columns.value[0] is Infinity",
  ],
  [
    "an infinite aggregate",
    { length: 1, columns: { time, min: Float64Array.of(-Infinity) } },
    "items[0].columns.min[0] is -Infinity",
  ],
  ["rows without time", { length: 1, columns: {} }, 'items[0] has 1 rows but no column "time".'],
  [
    "a column of another length",
    { length: 1, columns: { time, avg: new Float64Array(2) } },
    "items[0].columns.avg has 2 rows, expected 1.",
  ],
  ["a total below 0", { length: 0, columns: {}, totalCount: -1 }, "items[0].totalCount is -1"],
  ["a total that is not whole", { length: 0, columns: {}, totalCount: 0.5 }, "items[0].totalCount is 0.5"],
  ["a total over 2^53 - 1", { length: 0, columns: {}, totalCount: 2 ** 53 }, "items[0].totalCount is 9007199254740992"],
])("%s is refused", (_, item, message) => {
  const work = (): unknown => encode({ items: [item] });
  expect(work).toThrow(message);
  expect(work).toThrow(expect.toSatisfy((error) => isOmniaError(error, "invalid-argument")));
});

test("each item is a piece of its own, written when it is asked for", () => {
  const time = BigInt64Array.of(0n);
  const item = { length: 1, columns: { time } };
  const texts: string[] = [];
  for (const piece of encodeResponse({ items: [item, item], continuationToken: "t" })) {
    texts.push(textOf(piece));
    time[0]!++;
  }
  expect(texts).toEqual([
    '{"data":{"items":[{"datapoints":[{"time":"1970-01-01T00:00:00.0000000Z"}]}',
    ',{"datapoints":[{"time":"1970-01-01T00:00:00.000000001Z"}]}',
    ']},"continuationToken":"t"}',
  ]);
});

test("what is wrong with a later item is said before the first piece, but for its numbers", () => {
  const good = { length: 0, columns: {} };
  expect(() => encodeResponse({ items: [good, { length: 1, columns: {} }] })).toThrow("items[1] has 1 rows but no");
  const infinite = { length: 1, columns: { time, value: Float64Array.of(Infinity) } };
  const pieces = encodeResponse({ items: [good, infinite] })[Symbol.iterator]();
  expect(pieces.next().done).toBe(false);
  expect(() => pieces.next()).toThrow("items[1].columns.value[0] is Infinity");
});
