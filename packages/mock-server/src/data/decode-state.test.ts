import { isOmniaError } from "@omnia-timeseries/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createExamples } from "../examples.ts";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { createMockServer } from "../mock-server.ts";
import { decodeState } from "./decode-state.ts";
import { encodeState } from "./encode-state.ts";

const startMs = Date.UTC(2024, 0, 1);

function encodeExample(): string {
  const server = createMockServer({ now: () => startMs, ...createExamples(startMs) });
  server.store.write(server.store.series[0]!.id, [{ time: "2024-01-02", value: -0 }]);
  server.signIn.revoke(server.clientId);
  return encodeState(server.state());
}

const text = encodeExample();
const base64 = (column: ArrayBufferView): string =>
  Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString("base64");

/** The example's file with something else at a path of its JSON. */
function withValue(path: readonly (string | number)[], value: unknown): string {
  const document = JSON.parse(text) as Record<string | number, unknown>;
  let at = document;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string | number, unknown>;
  at[path.at(-1)!] = value;
  return JSON.stringify(document);
}

describe("a data file", () => {
  test("is JSON that people can read, with points as little-endian columns", () => {
    const document = JSON.parse(text) as Record<string, unknown>;
    expect(document).toMatchObject({
      format: "omnia-timeseries mock data",
      version: 1,
      seed: 1,
      clock: { offsetMs: 0 },
      store: { created: 1, series: [{ metadata: { name: "1219-PT-1234", unit: "bar" }, points: { count: 1441 } }] },
      ims: { tags: [{ uid: "GRA-15" }, { uid: "ASGB-1030" }, { uid: "ASGB-1031" }] },
    });
    const { points } = (document["store"] as { series: { points: Record<string, string> }[] }).series[0]!;
    const view = (column: string) => {
      const bytes = Uint8Array.from(atob(points[column]!), (character) => character.charCodeAt(0));
      return new DataView(bytes.buffer);
    };
    expect(view("time").getBigInt64(1440 * 8, true)).toBe(1_704_153_600_000_000_000n);
    expect(view("value").getFloat64(1440 * 8, true)).toBe(-0);
    expect(view("status").getUint32(1440 * 4, true)).toBe(192);
  });

  const series = ["store", "series", 0] as const;
  test.each([
    ["no JSON", "{", "is not a data file of the mock server: "],
    ["nothing", "", "is not a data file of the mock server: "],
    ["null", "null", 'is not a data file of the mock server: its "format" is not "omnia-timeseries mock data"'],
    ["other JSON", '{"series":[]}', "is not a data file of the mock server"],
    ["a later version", withValue(["version"], 2), "it is of version 2, and this mock server reads version 1"],
    ["no version", withValue(["version"], undefined), "it is of version undefined"],
    ["an unknown field", withValue(["plans"], []), 'it has an unknown field, "plans"'],
    ["a missing field", withValue(["store", "goneIds"], undefined), "store.goneIds is required"],
    ["a clock that is none", withValue(["clock"], { offsetMs: "1h" }), "clock.offsetMs must be number"],
    ["a name that is none", withValue([...series, "metadata", "name"], 1), "store.series[0].metadata.name must be"],
    ["an id that is none", withValue([...series, "metadata", "id"], "x"), "store.series[0].metadata.id"],
    ["no consents", withValue(["signIn", 0, "consents"], undefined), "signIn[0].consents is required"],
    ["no base64", withValue([...series, "points", "time"], "*"), "store.series[0].points.time must match"],
    ["a short column", withValue([...series, "points", "value"], ""), "the column value does not have 1441 values"],
    ["a wrong count", withValue([...series, "points", "count"], 7), "the column time does not have 7 values"],
    [
      "times out of order",
      withValue([...series, "points"], {
        count: 2,
        time: base64(BigInt64Array.of(1n, 1n)),
        value: base64(Float64Array.of(1, 2)),
        status: base64(Uint32Array.of(192, 192)),
      }),
      "store.series[0].points: time[1] is not later than the one before",
    ],
    [
      "a value that is not finite",
      withValue([...series, "points"], {
        count: 1,
        time: base64(BigInt64Array.of(1n)),
        value: base64(Float64Array.of(Infinity)),
        status: base64(Uint32Array.of(192)),
      }),
      "store.series[0].points: value[0] is not a finite number",
    ],
  ])("with %s is refused", (_, broken, message) => {
    const decode = () => decodeState(broken, "mock.json");
    expect(decode).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(decode).toThrow("mock.json: ");
    expect(decode).toThrow(message);
  });

  test("with a series twice is refused", () => {
    const { store } = JSON.parse(text) as { store: { series: unknown[] } };
    const twice = withValue(["store", "series"], [store.series[0], store.series[0]]);
    expect(() => decodeState(twice, "mock.json")).toThrow(/store\.series\[1\]: [\da-f-]+ is there twice/);
  });

  test("that is damaged anywhere makes a server, or is refused as what it is", () => {
    const damage = fc.record({ at: fc.nat({ max: text.length }), length: fc.nat({ max: 30 }), by: fc.string() });
    fc.assert(
      fc.property(damage, ({ at, length, by }) => {
        const damaged = text.slice(0, at) + by + text.slice(at + length);
        let error: unknown;
        try {
          createMockServer({ state: decodeState(damaged, "mock.json") }).state();
        } catch (caught) {
          error = caught;
        }
        expect(error === undefined || isOmniaError(error)).toBe(true);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
