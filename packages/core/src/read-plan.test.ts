import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beginRead, isReadAll, nextRequests, readUpTo, seePage } from "./read-plan.ts";
import type { PlannedRequest, ReadRules, ReadState, SeenPage } from "./read-plan.ts";

const alone: ReadRules = {
  pageSize: 100,
  parallel: 4,
  seriesPerRequest: 1,
  rowsPerRequest: 100,
  canSplit: true,
  step: 1n,
};
const many: ReadRules = { ...alone, seriesPerRequest: 10, rowsPerRequest: 100 };

/** A service over plain arrays of times: what a part holds is what a filter finds. */
interface Service {
  readonly times: readonly (readonly bigint[])[];
  readonly tellsTotal: boolean;
  /** Whether it gives a token with the last page, too; the next one is empty then. */
  readonly isUnsure: boolean;
}

interface Answer extends SeenPage {
  readonly rows: readonly (readonly bigint[])[];
}

function answer({ times, tellsTotal, isUnsure }: Service, request: PlannedRequest): Answer {
  const windows = request.parts.map(({ series, from, to }) => times[series]!.filter((at) => at >= from && at < to));
  const skipped = request.parts.map(({ token }) => Number(token ?? 0));
  const rows = windows.map((window, i) => window.slice(skipped[i], skipped[i]! + request.limit));
  const isMore = windows.some((window, i) => window.length > skipped[i]! + request.limit);
  const isFirstOfLast = isUnsure && rows.some((page) => page.length > 0);
  const parts = rows.map((page, i) => ({
    rows: page.length,
    first: page.at(0),
    last: page.at(-1),
    total: tellsTotal ? windows[i]!.length : undefined,
  }));
  const token = isMore || isFirstOfLast ? String(skipped[0]! + rows[0]!.length) : undefined;
  return { request, parts, rows, token };
}

/** Reads to the end; `choose` says which of the requests under way is answered next. */
function readAll(
  service: Service,
  rules: ReadRules,
  windows: readonly { from: bigint; to: bigint }[],
  choose: (count: number) => number,
): { readonly found: bigint[][]; readonly requests: PlannedRequest[]; readonly mostUnderWay: number } {
  const found: bigint[][] = windows.map(() => []);
  const requests: PlannedRequest[] = [];
  let state: ReadState = beginRead(rules, windows);
  let mostUnderWay = 0;
  while (!isReadAll(state)) {
    const next = nextRequests(state);
    state = next.state;
    requests.push(...next.requests);
    mostUnderWay = Math.max(mostUnderWay, state.underWay.length);
    if (requests.length > 5000) throw new Error("The read does not end.");
    const page = answer(service, state.underWay[choose(state.underWay.length)]!);
    page.rows.forEach((rows, i) => found[page.request.parts[i]!.series]!.push(...rows));
    state = seePage(state, page);
  }
  return { found, requests, mostUnderWay };
}

const ascending = (times: readonly bigint[]): bigint[] => times.toSorted((a, b) => (a < b ? -1 : Number(a > b)));

const service = fc.record({
  times: fc.array(
    fc.oneof(
      fc.uniqueArray(fc.bigInt(0n, 3000n), { maxLength: 30 }),
      // Dense here and there: what a guess by the mean gets wrong.
      fc
        .tuple(fc.bigInt(0n, 2000n), fc.integer({ min: 0, max: 900 }))
        .map(([start, length]) => Array.from({ length }, (_, i) => start + BigInt(i))),
    ),
    { minLength: 1, maxLength: 25 },
  ),
  tellsTotal: fc.boolean(),
  isUnsure: fc.boolean(),
});

describe("the plan of a read", () => {
  test("finds every row once, whatever comes first, and never has more under way than it may", () => {
    fc.assert(
      fc.property(
        service,
        fc.constantFrom(alone, many, { ...alone, parallel: 1 }, { ...many, pageSize: 7 }),
        fc.tuple(fc.bigInt(-10n, 3000n), fc.bigInt(0n, 3000n)),
        fc.infiniteStream(fc.nat()),
        (given, rules, [from, length], stream) => {
          const times = given.times.map(ascending);
          const windows = times.map(() => ({ from, to: from + length }));
          const choose = (count: number): number => (stream.next().value as number) % count;
          const { found, requests, mostUnderWay } = readAll({ ...given, times }, rules, windows, choose);
          expect(found.map(ascending)).toEqual(
            times.map((all) => all.filter((at) => at >= from && at < from + length)),
          );
          expect(mostUnderWay).toBeLessThanOrEqual(rules.parallel);
          for (const { parts, limit } of requests) {
            expect(parts.length).toBeLessThanOrEqual(rules.seriesPerRequest);
            expect(limit * parts.length).toBeLessThanOrEqual(rules.rowsPerRequest);
            expect(new Set(parts.map(({ series }) => series)).size).toBe(parts.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what may not be cut is continued by tokens alone", () => {
    const times = [Array.from({ length: 1000 }, (_, i) => BigInt(i))];
    const given = { times, tellsTotal: true, isUnsure: false };
    const { found, requests } = readAll(given, { ...alone, canSplit: false }, [{ from: 0n, to: 1000n }], () => 0);
    expect(found).toEqual(times);
    expect(requests.map(({ parts }) => [parts[0]!.from, parts[0]!.to, parts[0]!.token])).toEqual(
      Array.from({ length: 10 }, (_, i) => [0n, 1000n, i === 0 ? undefined : String(i * 100)]),
    );
  });

  test("a dense window is cut by what the service counts, so that most of it is under way at once", () => {
    const times = [Array.from({ length: 10_000 }, (_, i) => BigInt(i * 10))];
    const given = { times, tellsTotal: true, isUnsure: false };
    let state = beginRead(alone, [{ from: 0n, to: 100_000n }]);
    const first = nextRequests(state);
    expect(first.requests).toHaveLength(1);
    state = seePage(first.state, answer(given, first.requests[0]!));
    // 90 of 100 rows in each of eight parts, and the rest.
    expect(state.waiting).toHaveLength(8);
    // What comes behind them is asked for among the first.
    expect(state.waiting.slice(0, 3).map(({ from, to }) => [from, to])).toEqual([
      [991n, 1892n],
      [7298n, 100_000n],
      [1892n, 2793n],
    ]);
    expect(state.waiting[0]!.from).toBe(991n);
    expect(nextRequests(state).requests).toHaveLength(4);
    const { requests } = readAll(given, alone, [{ from: 0n, to: 100_000n }], () => 0);
    expect(requests.length).toBeLessThanOrEqual(112);
  });

  test("a window that is empty but for its beginning takes few requests more than its pages", () => {
    const times = [Array.from({ length: 1000 }, (_, i) => 5_000_000n + BigInt(i * 10))];
    const given = { times, tellsTotal: true, isUnsure: false };
    const { found, requests } = readAll(given, alone, [{ from: 0n, to: 10n ** 18n }], () => 0);
    expect(found.map(ascending)).toEqual(times);
    expect(requests.length).toBeLessThanOrEqual(14);
  });

  test("a thousand sparse series take ten requests, and a dense one among them its own", () => {
    const rules = { ...alone, pageSize: 100_000, seriesPerRequest: 100, rowsPerRequest: 100_000, parallel: 8 };
    const times = Array.from({ length: 1000 }, (_, i) => [BigInt(i), BigInt(i) + 5000n]);
    const windows = times.map(() => ({ from: 0n, to: 1_000_000n }));
    const given = { times, tellsTotal: true, isUnsure: false };
    expect(readAll(given, rules, windows, () => 0).requests).toHaveLength(10);
    times[500] = Array.from({ length: 50_000 }, (_, i) => BigInt(i));
    const { found, requests } = readAll(given, rules, windows, () => 0);
    expect(found[500]).toHaveLength(50_000);
    // The token of its request may be of any of its series: those are asked for once more, together.
    expect(requests).toHaveLength(12);
  });

  test("borders of intervals are borders of parts", () => {
    const rules = { ...alone, step: 60n };
    const times = [Array.from({ length: 2000 }, (_, i) => 7n + BigInt(i) * 60n)];
    const windows = [{ from: 7n, to: 7n + 2000n * 60n }];
    const { found, requests } = readAll({ times, tellsTotal: false, isUnsure: false }, rules, windows, () => 0);
    expect(found.map(ascending)).toEqual(times);
    for (const { parts } of requests) expect((parts[0]!.from - 7n) % 60n).toBe(0n);
  });

  test("a refused series is asked for no more", () => {
    let { state, requests } = nextRequests(
      beginRead(
        many,
        Array.from({ length: 3 }, () => ({ from: 0n, to: 10n })),
      ),
    );
    const seen = { rows: 0, first: undefined, last: undefined, total: 0 };
    state = seePage(state, { request: requests[0]!, parts: [seen, { ...seen, isRefused: true }, seen], token: "x" });
    expect(state.waiting.map(({ series }) => series)).toEqual([0, 2]);
  });

  test("knows up to where a series is read without a hole", () => {
    const given = { times: [Array.from({ length: 1000 }, (_, i) => BigInt(i))], tellsTotal: true, isUnsure: false };
    let { state, requests } = nextRequests(beginRead(alone, [{ from: 0n, to: 1000n }]));
    expect(readUpTo(state, 0)).toBe(0n);
    state = seePage(state, answer(given, requests[0]!));
    expect(readUpTo(state, 0)).toBe(100n);
    ({ state, requests } = nextRequests(state));
    const [second, , third] = requests;
    state = seePage(state, answer(given, third!));
    expect(readUpTo(state, 0)).toBe(100n);
    state = seePage(state, answer(given, second!));
    expect(readUpTo(state, 0)).toBe(third!.parts[0]!.to);
    expect(readUpTo({ ...state, waiting: [], underWay: [] }, 0)).toBeUndefined();
  });
});
