import type { Answer } from "./answer.ts";
import { dig, digList, digText, expectStatus, readJson } from "./answer.ts";
import { Finding } from "./finding.ts";

/** A datapoint of a JSON answer; `ns` is its time in ns since 1970-01-01T00:00:00Z. */
export interface Row {
  readonly time: string;
  readonly ns: bigint;
  readonly value: unknown;
  readonly status: unknown;
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** @throws Finding when it is no RFC 3339 time in UTC */
export function toNs(time: string): bigint {
  const [, seconds, digits = ""] = rfc3339.exec(time) ?? [];
  if (seconds === undefined) throw new Finding("a time that is not RFC 3339 in UTC");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(digits.padEnd(9, "0"));
}

/** A time between two rows, which is neither's. */
export function between(before: Row, after: Row): bigint {
  return ((before.ns + after.ns) / 200n) * 100n;
}

export function readRowsOf(item: unknown): readonly Row[] {
  return digList(item, "datapoints").map((point) => {
    const time = digText(point, "time");
    return { time, ns: toNs(time), value: dig(point, "value"), status: dig(point, "status") };
  });
}

/** The points of the first series of a 200 answer. */
export function readRows(answer: Answer): readonly Row[] {
  expectStatus(answer, 200);
  return readRowsOf(digList(readJson(answer), "data", "items")[0]);
}

/** The token of the next page, undefined where there is none. */
export function readToken(answer: Answer): string | undefined {
  const token = dig(readJson(answer), "continuationToken");
  if (token === undefined || token === null) return undefined;
  if (typeof token === "string" && token !== "") return token;
  throw new Finding("a continuationToken that is neither a text nor null");
}

/** @throws Finding that says how many points there are, and where the first other one is */
export function expectRows(rows: readonly Row[], expected: readonly Row[]): void {
  if (rows.length !== expected.length) throw new Finding(`${rows.length} points where ${expected.length} are right`);
  for (const [i, row] of rows.entries()) {
    for (const field of ["ns", "value", "status"] as const) {
      if (row[field] !== expected[i]![field]) {
        throw new Finding(`another ${field === "ns" ? "time" : field} at point ${i} of ${rows.length}`);
      }
    }
  }
}
