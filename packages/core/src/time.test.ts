import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOmniaError } from "./omnia-error.ts";
import { formatTime, maxTime, minTime, parseTime, toNanoseconds } from "./time.ts";

const anyTime = fc.bigInt({ min: minTime, max: maxTime });

/** An independent computation: the platform's Date for whole milliseconds, text for the rest. */
function formatByDate(ns: bigint): string {
  const below = ((ns % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const ms = new Date(Number((ns - below) / 1_000_000n)).toISOString().slice(0, -1);
  return `${ms}${String(below).padStart(6, "0")}Z`;
}

function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}

describe("formatTime and parseTime", () => {
  test("agree with Date over the whole range of int64 nanoseconds", () => {
    fc.assert(
      fc.property(anyTime, (ns) => {
        expect(formatTime(ns, 9)).toBe(formatByDate(ns));
        expect(parseTime(formatByDate(ns))).toBe(ns);
      }),
      { numRuns: 2000 },
    );
  });

  test("write only the digits a time has, or as many as asked", () => {
    const second = 1_612_173_245_000_000_000n;
    expect(formatTime(second)).toBe("2021-02-01T09:54:05Z");
    expect(formatTime(second + 420_000_000n)).toBe("2021-02-01T09:54:05.42Z");
    expect(formatTime(second + 420_000_000n, 7)).toBe("2021-02-01T09:54:05.4200000Z");
    expect(formatTime(second + 1n, 7)).toBe("2021-02-01T09:54:05.000000001Z");
    expect(formatTime(-1n)).toBe("1969-12-31T23:59:59.999999999Z");
    expect(formatTime(minTime)).toBe("1677-09-21T00:12:43.145224192Z");
    expect(formatTime(maxTime)).toBe("2262-04-11T23:47:16.854775807Z");
  });

  test("read offsets, lower case and a date alone", () => {
    expect(parseTime("2025-07-17T11:49:29.110866+00:00")).toBe(
      BigInt(Date.UTC(2025, 6, 17, 11, 49, 29)) * 1_000_000n + 110_866_000n,
    );
    expect(parseTime("2024-01-01T01:30:00+01:30")).toBe(parseTime("2024-01-01T00:00:00Z"));
    expect(parseTime("2023-12-31T18:30:00-05:30")).toBe(parseTime("2024-01-01T00:00:00Z"));
    expect(parseTime("2024-01-01t00:00:00z")).toBe(parseTime("2024-01-01"));
    expect(parseTime("2024-02-29")).toBe(BigInt(Date.UTC(2024, 1, 29)) * 1_000_000n);
  });

  test.each([
    "",
    "2024",
    "2024-1-1",
    "2024-01-01T00:00:00",
    "2024-01-01 00:00:00Z",
    "2024-01-01T00:00Z",
    "2024-13-01",
    "2024-00-01",
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:60:00Z",
    "2024-01-01T00:00:60Z",
    "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00.1234567890Z",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00+01",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2262-04-11T23:47:16.854775808Z",
    "1677-09-21T00:12:43.145224191Z",
    " 2024-01-01",
    "2024-01-01\n",
  ])("refuse %j", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

describe("toNanoseconds", () => {
  const nowMs = Date.UTC(2024, 0, 2);

  test("takes strings, dates, bigints and times before now", () => {
    expect(toNanoseconds("2024-01-01T00:00:00.0000001Z", "startTime", nowMs)).toBe(1_704_067_200_000_000_100n);
    expect(toNanoseconds(new Date(nowMs), "startTime", 0)).toBe(1_704_153_600_000_000_000n);
    expect(toNanoseconds(5n, "startTime", nowMs)).toBe(5n);
    expect(toNanoseconds("now", "startTime", nowMs)).toBe(1_704_153_600_000_000_000n);
    expect(toNanoseconds("now-90s", "startTime", nowMs)).toBe(1_704_153_510_000_000_000n);
    expect(toNanoseconds("now-2m", "startTime", nowMs)).toBe(1_704_153_480_000_000_000n);
    expect(toNanoseconds("now-12h", "startTime", nowMs)).toBe(1_704_110_400_000_000_000n);
    expect(toNanoseconds("now-1d", "startTime", nowMs)).toBe(1_704_067_200_000_000_000n);
  });

  test.each([
    [1_704_067_200_000, "a number"],
    [new Date(Number.NaN), "Date is invalid"],
    [new Date(8.64e15), "Date is invalid"],
    [2n ** 63n, "is outside"],
    ["2024-01-01T00:00:00", "RFC 3339 with an offset"],
    ["now+1d", "RFC 3339 with an offset"],
    ["yesterday", '"yesterday" is not a time'],
    [undefined, "is not a time"],
    [null, "is not a time"],
  ])("refuses %s and says why", (input, why) => {
    const error = errorOf(() => toNanoseconds(input as string, "endTime", nowMs));
    expect(isOmniaError(error, "invalid-argument")).toBe(true);
    expect(error.message).toContain(why);
    expect(error.message).toMatch(/^endTime: /);
  });
});
