import { isDeepStrictEqual } from "node:util";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { isOmniaError } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { doubleBits, expectedItem, foundItem, itemsOfMessage, nan } from "./answer.test-support.ts";
import type { Cell } from "./answer.test-support.ts";
import { decode } from "./decode.test-support.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";
import { CompactDatapointsDtoSchema } from "./messages.ts";
import { anyAnswer, rareChoices, usualAnswer } from "./random-answers.test-support.ts";
import { chooser, delimited, text, unknownField, writeAnswer, writeItem } from "./write-answer.test-support.ts";

const anyChunkLength = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 65_536 }));
const anyChoices = fc.array(fc.nat(), { maxLength: 200 });

test.each([
  ["any body", anyAnswer, anyChoices, 500],
  ["a body that is nearly as usual", usualAnswer(150), rareChoices, 150],
])("%s decodes to its own bits, in chunks of any length, on hosts of both byte orders", (_, answers, choices, runs) => {
  fc.assert(
    fc.property(answers, choices, anyChunkLength, (answer, choices, chunkLength) => {
      const body = writeAnswer(answer, chooser(choices));
      for (const isLittleEndian of [true, false]) {
        for (const length of [chunkLength, body.length]) {
          const { items, continuationToken = "" } = decode(body, length, { isLittleEndian });
          expect(items.map((item) => foundItem(item, isLittleEndian))).toEqual(answer.items.map(expectedItem));
          expect(continuationToken).toBe(answer.token);
        }
      }

      // That the writer above writes Protobuf, protobuf-es says.
      const message = fromBinary(CompactDatapointsDtoSchema, body);
      expect(message.continuationToken).toBe(answer.token);
      expect(
        message.data.map(({ id, totalCount, fields, values }) => ({
          id,
          totalCount,
          fields,
          values: values.map(({ value }) => value.value),
        })),
      ).toEqual(
        answer.items.map(({ rows, ...rest }) => ({
          ...rest,
          values: rows.flat().map((cell) => {
            if (cell?.case === "double") return new Float64Array(BigUint64Array.of(cell.value).buffer)[0];
            return cell?.case === "uint32" ? Number(cell.value) : cell?.value;
          }),
        })),
      );
    }),
    { numRuns: fuzzRuns(runs) },
  );
});

test("what protobuf-es writes decodes to its own bits", () => {
  fc.assert(
    fc.property(anyAnswer, ({ items, token }) => {
      const message = create(CompactDatapointsDtoSchema, {
        continuationToken: token,
        data: items.map(({ rows, fields, ...rest }) => ({
          ...rest,
          fields: [...fields],
          values: rows.flat().map((cell) => {
            if (cell === undefined) return {};
            if (cell.case === "double") {
              return { value: { case: cell.case, value: new Float64Array(BigUint64Array.of(cell.value).buffer)[0]! } };
            }
            if (cell.case === "uint32") return { value: { case: cell.case, value: Number(cell.value) } };
            return { value: { case: cell.case, value: cell.value } };
          }),
        })),
      });
      const found = decode(toBinary(CompactDatapointsDtoSchema, message)).items.map((item) => foundItem(item));
      expect(found).toEqual(items.map(expectedItem));
    }),
    { numRuns: fuzzRuns(100) },
  );
});

const none = chooser([]);
const smallFields = [
  text(2, "tøken", none),
  ...[1n, -1n].map((time) => {
    const row: Cell[] = [
      { case: "int64", value: time },
      { case: "double", value: nan },
      { case: "uint32", value: 192n },
    ];
    const item = { id: "91f945d3", totalCount: 300n, fields: ["time", "value", "status"], rows: [row, row] };
    return delimited(1, writeItem(item, none), none);
  }),
  unknownField(none),
];
const small = Uint8Array.from(smallFields.flat());

test("a body that is cut inside a field is incomplete, one that is cut between fields is a shorter answer", () => {
  const itemsAt = new Map<number, number>([[0, 0]]);
  let end = 0;
  for (const [i, field] of smallFields.entries()) itemsAt.set((end += field.length), Math.min(i, 2));
  for (let length = 0; length <= small.length; length++) {
    const found = outcome(() => decode(small.subarray(0, length)).items.length);
    expect(found, `${length} bytes`).toBe(itemsAt.get(length) ?? "incomplete");
  }
});

/** The answer that protobuf-es reads. What a NaN carries is not compared: a number of JavaScript need not keep it. */
function readByProtobufEs(body: Uint8Array) {
  const message = fromBinary(CompactDatapointsDtoSchema, body);
  return { items: itemsOfMessage(message).map(expectedItem).map(withoutPayload), token: message.continuationToken };
}

function readByUs(body: Uint8Array, chunkLength: number, isLittleEndian: boolean) {
  const { items, continuationToken: token = "" } = decode(body, chunkLength, { isLittleEndian });
  return { items: items.map((item) => withoutPayload(foundItem(item, isLittleEndian))), token };
}

function withoutPayload(item: ReturnType<typeof foundItem>): ReturnType<typeof foundItem> {
  const isNaNPattern = (bits: bigint): boolean => (bits & (2n ** 63n - 1n)) > 0x7ff0000000000000n;
  const columns = Object.entries(item.columns).map(([name, cells]) => [
    name,
    name === "time" || name === "status" ? cells : cells.map((bits) => (isNaNPattern(bits) ? nan : bits)),
  ]);
  return { ...item, columns: Object.fromEntries(columns) };
}

/**
 * Decodes in both ways and on both hosts.
 *
 * @returns "equal" when each gives what protobuf-es reads, or the code of the error that each throws
 */
function judge(body: Uint8Array, chunkLength: number): string {
  const outcomes = new Set<string>();
  for (const isLittleEndian of [true, false]) {
    for (const length of [chunkLength, body.length]) {
      const found = outcome(() => readByUs(body, length, isLittleEndian));
      if (typeof found === "string") outcomes.add(found);
      else outcomes.add(isDeepStrictEqual(found, readByProtobufEs(body)) ? "equal" : "another answer");
    }
  }
  return [...outcomes].join();
}

const acceptable = ["equal", "decode", "incomplete"];

test("whatever one byte is changed to, the answer is what protobuf-es reads, or a typed error", () => {
  const outcomes = new Set<string>();
  for (let i = 0; i < small.length; i++) {
    // Each bit alone, then several at once.
    for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 3, 5, 6, 7, 0x18, 0x2a, 0x7f, 0xff]) {
      const body = small.slice();
      body[i]! ^= change;
      outcomes.add(judge(body, 1 + (i % 30)));
    }
  }
  expect(outcomes).toEqual(new Set(acceptable));
});

test("so where several bytes of usual rows are zeros, or all ones", () => {
  const row = (seconds: bigint): Cell[] => [
    { case: "int64", value: 1_767_225_600_000_000_000n + seconds * 1_000_000_000n },
    { case: "double", value: doubleBits(62.5) },
    { case: "uint32", value: 192n },
  ];
  const rows = [row(0n), row(1n), row(2n)];
  const item = { id: "", totalCount: 3n, fields: ["time", "value", "status"], rows };
  const plain = chooser(Array.from({ length: 200 }, () => 1));
  const usual = Uint8Array.from(delimited(1, writeItem(item, plain), plain));
  const outcomes = new Set<string>();
  for (let i = 0; i < usual.length; i++) {
    for (const length of [1, 2, 4, 8]) {
      for (const byte of [0, 0xff]) outcomes.add(judge(usual.slice().fill(byte, i, i + length), 1 + (i % 30)));
    }
  }
  expect(outcomes).toEqual(new Set(acceptable));
});

test("so with any body, of which bytes are changed, left out, or put in twice", () => {
  const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const edit = fc.tuple(fc.constantFrom("change", "cut", "double"), at, at, fc.integer({ min: 1, max: 255 }));
  const damage = (body: Uint8Array, edits: readonly (readonly [string, number, number, number])[]): Uint8Array => {
    let bytes = body.slice();
    for (const [kind, where, span, change] of edits) {
      const start = Math.floor(where * bytes.length);
      const end = start + Math.floor(span * Math.min(40, bytes.length - start));
      if (kind === "change" && start < bytes.length) bytes[start]! ^= change;
      if (kind === "cut") bytes = Uint8Array.of(...bytes.subarray(0, start), ...bytes.subarray(end));
      if (kind === "double") bytes = Uint8Array.of(...bytes.subarray(0, end), ...bytes.subarray(start));
    }
    return bytes;
  };
  fc.assert(
    fc.property(
      fc.oneof(anyAnswer, usualAnswer(20)),
      fc.oneof(anyChoices, rareChoices),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      anyChunkLength,
      (answer, choices, edits, chunkLength) => {
        expect(acceptable).toContain(judge(damage(writeAnswer(answer, chooser(choices)), edits), chunkLength));
      },
    ),
    { numRuns: fuzzRuns(500) },
  );
});

/** The result, or the code of an error of ours. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (isOmniaError(error)) return error.code;
    throw error;
  }
}
