import { isOmniaError } from "@omnia-timeseries/core";
import { describe, expect, test } from "vitest";
import { decodeBody, outcome, show, withBits } from "./decode-body.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { decodePlainly } from "./plain-decoder.test-support.ts";

const utf8 = new TextEncoder();
const utf16 = new TextDecoder();

const day = (hours: number): string => `2021-02-0${1 + Math.floor(hours / 24)}T${String(hours % 24).padStart(2, "0")}`;
const values = [
  "-0.000286102294921875",
  "246.56092834472656",
  "0",
  "-0",
  "null",
  "1.5e-7",
  "9007199254740993",
  "69.691",
];
const rawRow = (i: number): string =>
  `{"time":"${day(i % 48)}:54:${String(i % 60).padStart(2, "0")}.4${String(i).padStart(6, "0")}Z","value":${values[i % values.length]},"status":${i % 5 === 0 ? 4294967295 : 192}}`;
const aggregate = (i: number): string =>
  `{"time":"${day(i % 48)}:00:00.0000000Z","count":${i},"avg":${values[i % values.length]}${i % 7 === 0 ? "" : `,"max":${i}.25`}}`;
const list = (row: (i: number) => string, count: number): string =>
  Array.from({ length: count }, (_, i) => row(i)).join();
const answer = (...items: string[]): string => `{"data":{"items":[${items.join()}]},"continuationToken":null}`;

/** Rows of all other shapes, which are read the plain way, between those that are not. */
const otherRows = [
  `{ "time" : "2021-02-01T09:54:05.42Z", "value" : 1, "status" : 192 }`,
  `{"value":1,"status":192,"time":"2021-02-01T09:54:05.4200000Z"}`,
  `{"time":"2021-02-01T10:54:05.4200000+01:00","value":1,"status":192}`,
  `{"time":"2021-02-01","value":1,"status":192}`,
  `{"time":"2021-02-01T09:54:05.420000001Z","value":1,"status":192}`,
  `{"t\\u0069me":"2021-02-01T09:54:05.4200000Z","value":1,"status":192}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1,"status":192,"unit":"% \\" } ] ø€😀","more":{"a":[{"}":"]"}]}}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1}`,
  `{"time":"2021-02-01T09:54:05.4200000Z"}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1,"status":null}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1,"value":2,"status":192}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1,"status":192,"value":null,"status":0}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","status":192,"value":1}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1,"status":1.92e2}`,
  `{"time":"2021-02-01T09:54:05.4200000Z","value":1, "status":192}`,
  `{"time":"1677-09-21T00:12:43.1452242Z","value":1,"status":192}`,
  `{"time":"2262-04-11T23:47:16.8547758Z","value":1,"status":192}`,
  `{"time":"1969-12-31T23:59:59.9999999Z","value":1,"status":192}`,
  `{"time":"2024-02-29T00:00:00.0000000Z","value":1,"status":192}`,
];

const bodies: Readonly<Record<string, string>> = {
  "an empty answer": answer(),
  "an empty series": answer(`{"id":"a","datapoints":[]}`),
  "raw rows": answer(`{"id":"91f945d3","datapoints":[${list(rawRow, 60)}],"totalCount":60}`),
  "aggregates, some without a column": answer(`{"datapoints":[${list(aggregate, 50)}],"id":"a"}`),
  "several series": answer(
    `{"id":"a","datapoints":[${list(rawRow, 3)}]}`,
    `{"id":"b","statusCode":404,"message":"Not found","traceId":"0HMT7I3PQEH7M:00000DB3","datapoints":null}`,
    `{"id":"c","datapoints":[${list(aggregate, 20)}]}`,
    `{"id":"d","name":"tag \\"1\\"\\/\\n\\u00e6\\ud83d\\ude00","datapoints":[${list(rawRow, 1)}]}`,
  ),
  "rows of other shapes": answer(
    `{"datapoints":[${otherRows.map((row, i) => `${rawRow(i)},${row},${rawRow(i + 1)},${rawRow(i + 2)}`).join()}]}`,
  ),
  "white space everywhere": `\uFEFF \t\r\n{ "count" : null , "data" :\n{ "items" : [ { "id" : "a" , "datapoints" : [ ${rawRow(1)} ,\n ${rawRow(2)}\t] } ] } } \n`,
  "other properties": `{"x":[1,-2.5e3,true,false,null,"",{},[],[[{"data":{"items":[7]}}]],{"items":{"y":[{}]}}],"data":{"x":{"datapoints":[1]},"items":[{"x":[{"id":7}],"datapoints":[${rawRow(1)}],"id":"a","y":{"id":"b"}}],"next":"ø€😀"},"continuationToken":"n\\u00e6ste","z":"\\"\\\\"}`,
  "properties that come twice":
    `{"data":{"items":[7.5,"no list"]},"data":1,"continuationToken":7,"data":{"items":null,"items":[{"id":1,"id":"a","datapoints":[${rawRow(1)},${rawRow(2)}],"datapoints":[${rawRow(3)}]},{"datapoints":[${rawRow(1)}],"datapoints":null},{"datapoints":{},"datapoints":[]}]},"continuationToken":"b"}`.replace(
      `{"items":[7.5,"no list"]}`,
      `{"items":[{"id":"old"}]}`,
    ),
};

const bytesOf = (name: string): Uint8Array => utf8.encode(bodies[name]);
const expected = (name: string): unknown => withBits(decodePlainly(bytesOf(name)));
const names = Object.keys(bodies);

describe.each(names)("%s", (name) => {
  const body = bytesOf(name);

  test("is what JSON.parse says, in both byte orders", () => {
    expect(withBits(decodeBody(body))).toStrictEqual(expected(name));
    expect(withBits(decodeBody(body, { isLittleEndian: false }))).toStrictEqual(expected(name));
  });

  test("is the same in chunks of any length, from memory that is used again", () => {
    const lengths = [
      ...Array.from({ length: 100 }, (_, i) => i + 1),
      128,
      200,
      255,
      256,
      257,
      512,
      1000,
      1024,
      4096,
      65_536,
    ];
    for (const chunkLength of lengths) {
      expect(withBits(decodeBody(body, { chunkLength })), `${chunkLength} bytes`).toStrictEqual(expected(name));
    }
  });

  test("is incomplete wherever it is cut", () => {
    const end = new TextDecoder().decode(body).trimEnd();
    const whole = utf8.encode(`${name === "white space everywhere" ? "\uFEFF" : ""}${end}`).length;
    const others: number[] = [];
    for (let length = 0; length < whole; length++) {
      const cut = body.subarray(0, length);
      const chunkLength = length % 3 === 0 ? 100 : 65_536;
      if (outcome(() => decodeBody(cut, { chunkLength })) !== "incomplete") others.push(length);
    }
    expect(others).toEqual([]);
    expect(decodeBody(body.subarray(0, whole))).toBeTypeOf("object");
  });
});

// xorshift32: all runs see the same bodies.
let state = 0x2545f491;
function upTo(limit: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

/** "same" when what comes of a body is what JSON.parse says, "refused" when neither makes an answer of it. */
function compare(body: Uint8Array): string {
  const plain = plainly(body);
  const ways = [{}, { isLittleEndian: false }, { chunkLength: 1 + upTo(300) }];
  const [found, ...others] = ways.map((options) => {
    const found = outcome(() => show(decodeBody(body, options)));
    return plain === undefined && (found === "decode" || found === "incomplete") ? "refused" : found;
  });
  const isRight = found === (plain ?? "refused") && others.every((other) => other === found);
  return isRight ? (plain === undefined ? "refused" : "same") : `${[found, ...others].join()}: ${utf16.decode(body)}`;
}

function plainly(body: Uint8Array): string | undefined {
  try {
    return show(decodePlainly(body));
  } catch {
    return undefined;
  }
}

describe("a body with changes", () => {
  const short = utf8.encode(
    answer(
      `{"id":"tø€😀","datapoints":[${[rawRow(1), rawRow(2), otherRows[6], aggregate(1), rawRow(3)].join()}],"totalCount":5}`,
    ),
  );

  test("to each byte", () => {
    const results = new Set<string>();
    for (let at = 0; at < short.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 3, 6, 0x18, 0x7f]) {
        const body = short.slice();
        body[at]! ^= mask;
        results.add(compare(body));
      }
    }
    expect(results).toEqual(new Set(["same", "refused"]));
  });

  test("of pieces that are doubled, dropped or moved", () => {
    const results = new Set<string>();
    for (let i = fuzzRuns(4000); i > 0; i--) {
      // Not the last of them: a list that comes twice is refused for its first part, which JSON.parse forgets.
      const body = bytesOf(names[upTo(names.length - 1)]!);
      const at = upTo(body.length);
      const length = Math.min(1 + upTo(upTo(3) === 0 ? 300 : 12), body.length - at);
      const to = upTo(body.length);
      const piece = body.subarray(at, at + length);
      const pieces =
        upTo(2) === 0
          ? [body.subarray(0, at), body.subarray(at + length)]
          : [body.subarray(0, to), piece, body.subarray(to + (upTo(2) === 0 ? length : 0))];
      const parts = pieces.flatMap((part) => Array.from(part));
      results.add(compare(Uint8Array.from(parts)));
    }
    expect(results).toEqual(new Set(["same", "refused"]));
  });
});

describe("times of rows are those of the plain way", () => {
  const dates = ["2021-02-01", "2021-02-28", "2021-02-29", "2024-02-29", "1969-12-31", "1970-01-01", "1677-09-20"];
  const edges = ["1677-09-21", "1677-09-22", "2262-04-10", "2262-04-11", "2262-04-12", "0000-01-01", "9999-12-31"];
  const clocks = [
    "00:00:00",
    "23:59:59",
    "24:00:00",
    "09:60:00",
    "09:00:60",
    "0a:00:00",
    "12:3/:00",
    "12:00:0:",
    "00:12:43",
  ];
  const fractions = [
    ".0000000",
    ".9999999",
    ".1452241",
    ".1452242",
    ".8547758",
    ".8547759",
    ".123456",
    ".12345678",
    "",
    ".000000/",
  ];
  const texts = [...dates, ...edges].flatMap((date) =>
    clocks.flatMap((clock) =>
      fractions.flatMap((fraction) => ["Z", "z", "+00:00"].map((zone) => `${date}T${clock}${fraction}${zone}`)),
    ),
  );

  test.each([[undefined], ["2021-02-01T00:00:00.0000000Z"]])("after %s", (before) => {
    const row = (time: string): string => `{"time":"${time}","value":1,"status":192}`;
    for (const text of texts) {
      // Two rows before: the first teaches the shape, the second the day.
      const rows = [before ?? "1999-01-01T00:00:00.0000000Z", before ?? "1999-01-01T00:00:00.0000000Z", text, text];
      const body = utf8.encode(answer(`{"datapoints":[${rows.map(row).join()}]}`));
      const fast = outcome(() => withBits(decodeBody(body)));
      const plain = outcome(() => withBits(decodeBody(body, { isLittleEndian: false })));
      expect([text, fast]).toStrictEqual([text, plain]);
    }
  });
});

test("an error of a row says where it is, in chunks too", () => {
  const body = utf8.encode(
    answer(`{}`, `{"datapoints":[${list(rawRow, 50)},{"time":"2021-02-01T00:00:00Z","value":[]}]}`),
  );
  for (const chunkLength of [1, 7, 64, 65_536]) {
    expect(() => decodeBody(body, { chunkLength })).toThrow(
      "data.items[1].datapoints[50].value is an array, expected a number or null",
    );
  }
  const broken = utf8.encode(answer(`{"datapoints":[${list(rawRow, 3)},{"time":tomorrow}]}`));
  expect(() => decodeBody(broken)).toThrow(
    expect.toSatisfy(
      (error) =>
        isOmniaError(error, "decode") &&
        /at byte \d+, in data\.items\[0\]\.datapoints\[3\]/.test((error as Error).message),
    ),
  );
});
