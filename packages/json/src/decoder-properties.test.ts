import { isOmniaError, numberColumns } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDecoder } from "./decoder.ts";
import { fuzzRuns } from "./fuzz-runs.test-support.ts";

const utf8 = new TextEncoder();

function decode(body: Uint8Array, chunkLength = 65_536): DatapointsResponse {
  const decoder = createDecoder();
  for (let i = 0; i < body.length; i += chunkLength) decoder.push(body.subarray(i, i + chunkLength));
  return decoder.finish();
}

const doubleBits = (number: number): bigint => new BigUint64Array(Float64Array.of(number).buffer)[0]!;

function foundItem({ columns, ...item }: DatapointsResponse["items"][number]) {
  const patterns = Object.entries(columns).map(([name, column]) => {
    if (column instanceof BigInt64Array) return [name, Array.from(column)] as const;
    return [name, Array.from(column, name === "status" ? BigInt : doubleBits)] as const;
  });
  return { ...item, columns: Object.fromEntries(patterns) };
}

/** A JSON text, and what its column holds there: nanoseconds, a status, or the bits of a double. */
interface Cell {
  readonly text: string;
  readonly bits: bigint;
}
type Row = ReadonlyMap<string, Cell>;

// Whole seconds go through Date, which is exact for them; the fraction is only ever text.
const timeCell: fc.Arbitrary<Cell> = fc
  .record({
    seconds: fc.integer({ min: -9_223_372_035, max: 9_223_372_035 }),
    fraction: fc.stringMatching(/^\d{0,9}$/),
    offsetMinutes: fc.option(fc.integer({ min: -1439, max: 1439 })),
  })
  .map(({ seconds, fraction, offsetMinutes }) => {
    const local = new Date((seconds + (offsetMinutes ?? 0) * 60) * 1000).toISOString().slice(0, 19);
    const hours = String(Math.trunc(Math.abs(offsetMinutes ?? 0) / 60)).padStart(2, "0");
    const minutes = String(Math.abs(offsetMinutes ?? 0) % 60).padStart(2, "0");
    const offset = offsetMinutes === null ? "Z" : `${offsetMinutes < 0 ? "-" : "+"}${hours}:${minutes}`;
    return {
      text: `"${local}${fraction === "" ? "" : `.${fraction}`}${offset}"`,
      bits: BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0")),
    };
  });

const statusCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant({ text: "null", bits: 0n }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((status) => ({ text: String(status), bits: BigInt(status) })),
);

const nan = { text: "null", bits: 0x7ff8000000000000n };
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const sign = (number: number): string => (Object.is(number, -0) ? "-" : "");
const numberCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant(nan),
  fc.oneof(finite, fc.maxSafeInteger()).map((number) => ({
    text: `${sign(number)}${JSON.stringify(number)}`,
    bits: doubleBits(number),
  })),
  // 17 digits or more name a double uniquely.
  fc.record({ number: finite, digits: fc.integer({ min: 17, max: 40 }) }).map(({ number, digits }) => ({
    text: `${sign(number)}${number.toExponential(digits - 1)}`,
    bits: doubleBits(number),
  })),
);

const unknown = fc.record({
  name: fc.string({ unit: "grapheme" }).map((name) => `x${name}`),
  value: fc.jsonValue({ maxDepth: 2 }),
});

const row: fc.Arbitrary<Row> = fc
  .record({
    time: timeCell,
    cells: fc.array(
      fc.oneof<fc.Arbitrary<[string, Cell]>[]>(
        fc.tuple(fc.constant("status"), statusCell),
        fc.tuple(fc.constantFrom(...numberColumns), numberCell),
        unknown.map(({ name, value }) => [name, { text: JSON.stringify(value), bits: 0n }] as [string, Cell]),
      ),
    ),
    timeAt: fc.nat(),
  })
  .map(({ time, cells, timeAt }) => new Map(cells.toSpliced(timeAt % (cells.length + 1), 0, ["time", time])));

const item = fc.record({
  id: fc.string({ unit: "grapheme", minLength: 1 }),
  totalCount: fc.maxSafeNat(),
  rows: fc.array(row, { maxLength: 8 }),
});

function expectedItem({ id, totalCount, rows }: { id: string; totalCount: number; rows: readonly Row[] }) {
  const names = ["time", "status", ...numberColumns].filter(
    (name) => name === "time" || rows.some((row) => row.has(name)),
  );
  const columns = names.map((name) => {
    const missing = name === "status" ? 0n : nan.bits;
    return [name, rows.map((row) => row.get(name)?.bits ?? missing)] as const;
  });
  return { id, totalCount, length: rows.length, columns: Object.fromEntries(columns) };
}

const rowText = (row: Row): string =>
  `{${Array.from(row, ([name, { text }]) => `${JSON.stringify(name)} : ${text}`).join(",\n")}}`;

test("any body decodes to its own bits, in chunks of any length", () => {
  const chunkLength = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 65_536 }));
  fc.assert(
    fc.property(
      fc.array(item),
      fc.string({ unit: "grapheme", minLength: 1 }),
      chunkLength,
      (items, token, chunkLength) => {
        const texts = items.map(
          ({ id, totalCount, rows }) =>
            `{"totalCount":${totalCount},"datapoints":[ ${rows.map(rowText).join(" , ")} ],"id":${JSON.stringify(id)}}`,
        );
        const text = `{"continuationToken":${JSON.stringify(token)},"data":{"items":[${texts.join(",")}]}}`;
        const found = decode(utf8.encode(text), chunkLength);
        expect(found.items.map(foundItem)).toEqual(items.map(expectedItem));
        expect(found.continuationToken).toBe(token);
      },
    ),
    { numRuns: fuzzRuns(500) },
  );
});

const small = utf8.encode(
  `{"data":{"items":[{"id":"t\\"}ø€😀","datapoints":[{"time":"2021-02-01T09:54:05.4200000Z","value":-1.5e-3,"status":192},{"time":"2021-02-01T09:54:06Z","value":null,"status":0}],"totalCount":2}]},"continuationToken":null}`,
);

test("a cut body is incomplete, wherever it is cut", () => {
  for (let length = 0; length < small.length; length++) {
    expect(
      outcome(() => decode(small.subarray(0, length))),
      `${length} bytes`,
    ).toBe("incomplete");
  }
  expect(decode(small).items[0]).toMatchObject({ id: 't"}ø€😀', length: 2 });
});

test("whatever one byte is changed to, the body decodes or a typed error says why not", () => {
  const outcomes = new Set<string>();
  for (let i = 0; i < small.length; i++) {
    for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 3, 5, 6, 7, 0x18, 0x2a, 0x7f, 0xff]) {
      const body = small.slice();
      body[i]! ^= change;
      outcomes.add(outcome(() => (decode(body).items.length === 1 ? "one item" : "other")));
    }
  }
  expect(outcomes).toEqual(new Set(["one item", "decode", "incomplete"]));
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
