// Reports of bulk writes against what the store holds, asked of the store itself.
import { createTimeseriesClient, Datapoints, isOmniaError, writeMany } from "@omnia-timeseries/core";
import type { DatapointsToWrite, Fetch, TimeseriesClient, WriteReport } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { Fault, MockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkWriteReport, listForeign } from "./write-report.test-support.ts";
import type { Batch } from "./write-report.test-support.ts";

const firstTime = 1_704_067_200_000_000_000n;
const missing = "99999999-9999-4999-8999-999999999999";
const second = 1_000_000_000n;

function createServer(count: number): { server: MockServer; client: TimeseriesClient; ids: string[] } {
  const series = Array.from({ length: count }, (_, i) => ({ name: `1219-PT-${i}`, facility: "1219" }));
  const server = createMockServer({ series });
  server.clock.skipWaits();
  const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
  return { server, client, ids: server.store.series.map(({ id }) => id) };
}

type FaultToMeet = Parameters<MockServer["faults"]["next"]>[0];

/** Kinds of trouble that say what was done, that say the contrary, and that say nothing. */
const faults: Fault[] = [
  { statusCode: 429, retryAfterSeconds: 1 },
  { statusCode: 503 },
  { statusCode: 500 },
  { statusCode: 400 },
  { statusCode: 502 },
  { statusCode: 502, isDone: true },
  { statusCode: 408, isDone: true },
  { reset: "before-headers" },
  { reset: "before-headers", isDone: true },
  { reset: "after-headers" },
  { body: "truncated" },
  { body: "corrupt" },
];

/** Batches of a few series: those of one series never overlap, but come in any order, and their rows too. */
const drawn = fc.record({
  sizes: fc.array(fc.tuple(fc.nat(6), fc.oneof(fc.nat(6), fc.nat(60))), { minLength: 1, maxLength: 25 }),
  isReversed: fc.boolean(),
  isStream: fc.boolean(),
  isAsync: fc.boolean(),
  hasMissing: fc.boolean(),
  pointsPerRequest: fc.integer({ min: 1, max: 40 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  rate: fc.constantFrom(0, 0.1, 0.4, 0.8),
  someFaults: fc.uniqueArray(fc.constantFrom(...faults), { minLength: 1, maxLength: 6 }),
});

async function* stream(batches: readonly Batch[]): AsyncGenerator<DatapointsToWrite, void> {
  for (const batch of batches) {
    await Promise.resolve();
    yield batch;
  }
}

/** @param windows which window of time each batch gets */
function createBatches(
  ids: readonly string[],
  sizes: readonly (readonly [number, number])[],
  isReversed: boolean,
): Batch[] {
  return sizes.map(([series, size], i) => {
    const window = firstTime + BigInt(isReversed ? sizes.length - i : i) * 1000n * second;
    const rows = Array.from({ length: size }, (_, row) => ({
      time: window + BigInt((row * 7919) % 997) * second,
      value: i * 1000 + row,
      status: 192,
    }));
    return { id: ids[series % ids.length]!, datapoints: rows };
  });
}

const total = (ranges: readonly { readonly points: number }[]): number =>
  ranges.reduce((sum, { points }) => sum + points, 0);

const countsOf = ({ committed, accepted, failed, unknown }: WriteReport): Record<string, number> => ({
  committed: total(committed),
  accepted: total(accepted),
  failed: total(failed),
  unknown: total(unknown),
});

describe("writeMany", () => {
  test("reports of every point what is so, whatever goes wrong, and keeps the order of each series", async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (plan) => {
        const { server, client, ids } = createServer(5);
        const known = plan.hasMissing ? [...ids, missing] : ids;
        const batches = createBatches(known, plan.sizes, plan.isReversed);
        if (plan.rate > 0) server.faults.schedule({ seed: plan.seed, rate: plan.rate, faults: plan.someFaults });
        let progress: unknown = { committed: 0, accepted: 0, failed: 0, unknown: 0 };
        const report = await writeMany(
          client,
          {
            series: plan.isStream ? stream(batches) : batches,
            async: plan.isAsync,
            pointsPerRequest: plan.pointsPerRequest,
          },
          { onProgress: (counts) => (progress = counts) },
        );
        server.faults.clear();
        // What the service has queued is stored by then.
        server.clock.advance("1h");
        const wrong = checkWriteReport(batches, report, (id) => server.store.points(id));
        expect(wrong, server.requests.explain()).toEqual([]);
        expect(listForeign(batches, ids, (id) => server.store.points(id))).toEqual([]);
        const done = plan.isAsync ? report.committed : report.accepted;
        expect(done).toEqual([]);
        expect(report.stopped).toBeUndefined();
        expect(countsOf(report)).toMatchObject(
          report.failed.some(({ notSent }) => notSent) ? {} : (progress as object),
        );
        const mustFail = batches.some(({ id, datapoints }) => id === missing && datapoints.length > 0);
        expect(plan.rate > 0 || report.failed.length > 0 === mustFail).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  test.each<[string, (fetch: Fetch, request: Request) => Promise<Response>, RegExp]>([
    ["says it is done, and is not", async () => Response.json({ statusCode: 200 }), /is committed, and not stored/],
    [
      "refuses what it has done",
      async (fetch, request) => {
        await fetch(request);
        return Response.json({ statusCode: 400 }, { status: 400 });
      },
      /is failed, and stored/,
    ],
  ])("the checks above find out a server that %s", async (_, lie, found) => {
    const { server, ids } = createServer(2);
    let requests = 0;
    const client = createTimeseriesClient({
      ...server.clientOptions(),
      fetch: (request) => (++requests % 3 === 0 ? lie(server.fetch, request) : server.fetch(request)),
    });
    const batches = createBatches(
      ids,
      [
        [0, 60],
        [1, 60],
      ],
      false,
    );
    const report = await writeMany(client, { series: batches, pointsPerRequest: 10 });
    expect(checkWriteReport(batches, report, (id) => server.store.points(id)).join("\n")).toMatch(found);
  });

  // What goes wrong from the first request on.
  test.each<[string, FaultToMeet[], string]>(
    [
      ["nothing", [], "committed"],
      ["a limit of the rate", [{ statusCode: 429, times: 9 }], "failed"],
      ["an overload", [{ statusCode: 503, times: 9 }], "failed"],
      ["a refusal", [{ statusCode: 400 }], "failed"],
      ["a passing fault", [{ statusCode: 502, isDone: true }], "committed"],
      ["a lasting fault behind the gateway", [{ statusCode: 502, isDone: true, times: 9 }], "unknown"],
      ["a connection that breaks", [{ reset: "before-headers", times: 9 }], "unknown"],
      ["an answer that cannot be read", [{ body: "corrupt" }], "unknown"],
      ["a refusal behind a fault", [{ statusCode: 502, isDone: true }, { statusCode: 400 }], "unknown"],
    ].map(([name, list, word]) => [name, list, word] as [string, Fault[], string]),
  )("%s: the points are as certain as can be", async (_, list, word) => {
    const { server, client, ids } = createServer(1);
    for (const fault of list) server.faults.next(fault);
    const report = await writeMany(client, {
      series: [{ id: ids[0]!, datapoints: [{ time: "2024-01-01", value: 1 }] }],
    });
    expect(countsOf(report)).toEqual({ committed: 0, accepted: 0, failed: 0, unknown: 0, [word]: 1 });
  });

  test("what may have been done together is not certain when each alone is refused", async () => {
    const { server, client, ids } = createServer(2);
    server.faults.next({ operationId: "writeMultipleData", statusCode: 502, isDone: true });
    server.faults.next({ operationId: "writeMultipleData", statusCode: 400 });
    server.faults.next({ operationId: "writeData", statusCode: 400, times: 2 });
    const series = ids.map((id) => ({ id, datapoints: [{ time: "2024-01-01", value: 1 }] }));
    const report = await writeMany(client, { series });
    expect(countsOf(report)).toEqual({ committed: 0, accepted: 0, failed: 0, unknown: 2 });
    expect(ids.map((id) => server.store.points(id).length)).toEqual([1, 1]);
  });

  test("what is aborted before it is sent has failed", async () => {
    const { server, client, ids } = createServer(1);
    const series = [{ id: ids[0]!, datapoints: [{ time: "2024-01-01", value: 1 }] }];
    const { failed, stopped } = await writeMany(client, { series }, { signal: AbortSignal.abort() });
    expect([failed, stopped]).toMatchObject([[{ notSent: true, error: { code: "aborted" } }], undefined]);
    expect(server.requests).toHaveLength(0);
  });

  test("what is written again from the report's ranges makes it whole", async () => {
    const { server, client, ids } = createServer(4);
    const batches = createBatches(
      ids,
      [
        [0, 90],
        [1, 90],
        [2, 3],
        [3, 90],
      ],
      false,
    );
    server.faults.schedule({ seed: 3, rate: 0.7, faults });
    const report = await writeMany(client, { series: batches, pointsPerRequest: 10 });
    server.faults.clear();
    const open = [...report.failed, ...report.unknown];
    expect(open.length).toBeGreaterThan(0);
    const series = batches.map(({ id, datapoints }) => ({
      id,
      datapoints: datapoints.filter(({ time }) =>
        open.some((range) => range.id === id && time >= range.from! && time <= range.to!),
      ),
    }));
    const again = await writeMany(client, { series });
    expect([again.failed, again.unknown]).toEqual([[], []]);
    expect(ids.map((id) => server.store.points(id).length)).toEqual([90, 90, 3, 90]);
  });

  test("packs small series, splits large ones, and sends every point once", async () => {
    const { server, client, ids } = createServer(250);
    const batches = createBatches(
      ids,
      ids.map((_, i): [number, number] => [i, i === 7 ? 900 : 2]),
      false,
    );
    const report = await writeMany(client, {
      series: new Map(batches.map(({ id, datapoints }) => [id, datapoints])),
      pointsPerRequest: 300,
    });
    expect(countsOf(report)).toEqual({ committed: 900 + 249 * 2, accepted: 0, failed: 0, unknown: 0 });
    expect(report.committed).toHaveLength(250);
    // 900 points in threes, and 249 series, a hundred in a request.
    expect(server.requests.of("writeData")).toHaveLength(3);
    expect(server.requests.of("writeMultipleData")).toHaveLength(3);
    expect(checkWriteReport(batches, report, (id) => server.store.points(id))).toEqual([]);
  });

  test("no body is longer than bytesPerRequest", async () => {
    const { server, ids } = createServer(3);
    const lengths: number[] = [];
    const client = createTimeseriesClient({
      ...server.clientOptions(),
      fetch: async (request) => {
        lengths.push((await request.clone().arrayBuffer()).byteLength);
        return server.fetch(request);
      },
    });
    const wide = Array.from({ length: 200 }, (_, i) => ({
      time: firstTime + BigInt(i) * second + 123_456_789n,
      value: -Number.MAX_VALUE / 3,
      status: 4_294_967_295,
    }));
    const { failed } = await writeMany(client, {
      series: ids.map((id) => ({ id, datapoints: wide })),
      bytesPerRequest: 2000,
    });
    expect(failed.filter(({ error }) => error.code !== "bad-request")).toEqual([]);
    expect(lengths.length).toBeGreaterThan(0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });

  test("one series that is not there fails alone", async () => {
    const { server, client, ids } = createServer(20);
    const series = [...ids, missing].map((id) => ({ id, datapoints: [{ time: "2024-01-01", value: 1 }] }));
    const { committed, failed } = await writeMany(client, { series });
    expect(committed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(failed).toMatchObject([{ id: missing, points: 1, notSent: false, error: { code: "not-found" } }]);
    expect(server.requests.length).toBeLessThan(12);
  });

  test("refuses bad input before anything is sent; in a stream it ends its series", async () => {
    const { server, client, ids } = createServer(2);
    const good = { time: "2024-01-01", value: 1 };
    const bad = { time: "2024-01-02", value: Number.NaN };
    const later = { time: "2024-01-03", value: 3 };
    const series = [
      { id: ids[0]!, datapoints: [good] },
      { id: ids[0]!, datapoints: [bad] },
      { id: ids[1]!, datapoints: [good] },
      { id: ids[0]!, datapoints: [later] },
    ] as const;
    await expect(writeMany(client, { series })).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("series[1].datapoints[0].value"),
    });
    expect(server.requests).toHaveLength(0);
    for (const wrong of [undefined, 3, [null], [{ id: "x", datapoints: [good] }], new Map([[ids[0], 1]])]) {
      await expect(writeMany(client, { series: wrong as never })).rejects.toMatchObject({ code: "invalid-argument" });
    }
    await expect(writeMany(client, { series: [], pointsPerRequest: 0 })).rejects.toMatchObject({
      code: "invalid-argument",
    });
    async function* source(): AsyncGenerator<DatapointsToWrite, void> {
      yield* series;
    }
    const report = await writeMany(client, { series: source() });
    expect(report.committed).toMatchObject([{ id: ids[0] }, { id: ids[1] }]);
    expect(report.failed).toMatchObject([
      { id: ids[0], from: undefined, points: 0, error: { code: "invalid-argument" } },
      { id: ids[0], points: 1, notSent: true },
    ]);
    expect(server.store.points(ids[0]!).length).toBe(1);
  });

  test("takes the columns of a read, copies a series page by page, and skips empty pages", async () => {
    const { server, client, ids } = createServer(2);
    const [from, to] = ids as [string, string];
    const rows = Array.from({ length: 500 }, (_, i) => ({ time: firstTime + BigInt(i) * second, value: i }));
    await writeMany(client, { series: [{ id: from, datapoints: rows }] });
    async function* copy(): AsyncGenerator<DatapointsToWrite, void> {
      yield { id: to, datapoints: [] };
      for await (const page of client.readDatapoints({ id: from, startTime: "2024-01-01", pageSize: 100 })) {
        expect(page).toBeInstanceOf(Datapoints);
        yield { id: to, datapoints: page };
      }
    }
    const report = await writeMany(client, { series: copy() });
    expect(report.committed).toEqual([{ id: to, from: firstTime, to: firstTime + 499n * second, points: 500 }]);
    expect([...server.store.points(to)]).toEqual([...server.store.points(from)]);
  });

  test("of several points at one time the last one counts", async () => {
    const { server, client, ids } = createServer(1);
    const datapoints = [3, 1, 3, 2, 1].map((day, i) => ({ time: `2024-01-0${day}`, value: i }));
    const report = await writeMany(client, { series: [{ id: ids[0]!, datapoints }], pointsPerRequest: 1 });
    expect(report.committed).toMatchObject([{ points: 3 }]);
    expect([...server.store.points(ids[0]!).value]).toEqual([4, 3, 2]);
  });

  test("takes a stream only as fast as it is written, and keeps eight requests under way at most", async () => {
    const { server, client, ids } = createServer(20);
    let pulled = 0;
    let most = 0;
    let open = 0;
    let settled = 0;
    const watched: Pick<TimeseriesClient, "writeData" | "writeMultiple" | "now"> = {
      now: client.now,
      writeMultiple: (parameters, options) => client.writeMultiple(parameters, options),
      async writeData(parameters, options) {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 1));
        const answer = await client.writeData(parameters, options);
        open--;
        settled++;
        return answer;
      },
    };
    let ahead = 0;
    async function* source(): AsyncGenerator<DatapointsToWrite, void> {
      for (let i = 0; i < 200; i++) {
        ahead = Math.max(ahead, ++pulled - settled);
        const start = firstTime + BigInt(i) * 10n * second;
        yield {
          id: ids[i % 20]!,
          datapoints: Array.from({ length: 10 }, (_, row) => ({ time: start + BigInt(row), value: i })),
        };
      }
    }
    const report = await writeMany(watched, { series: source(), pointsPerRequest: 10 });
    expect(total(report.committed)).toBe(2000);
    expect(most).toBe(8);
    expect(ahead).toBeLessThanOrEqual(17);
    expect(server.requests.of("writeData")).toHaveLength(200);
  });

  test("an abort and a stream that fails leave a true report", async () => {
    const { server, client, ids } = createServer(2);
    const controller = new AbortController();
    let isClosed = false;
    async function* source(): AsyncGenerator<DatapointsToWrite, void> {
      try {
        for (let day = 1; ; day++) {
          yield { id: ids[0]!, datapoints: [{ time: firstTime + BigInt(day) * second, value: day }] };
          if (day === 5) controller.abort(new Error("enough"));
        }
      } finally {
        isClosed = true;
      }
    }
    const report = await writeMany(client, { series: source(), pointsPerRequest: 1 }, { signal: controller.signal });
    expect(isOmniaError(report.stopped, "aborted")).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(isClosed).toBe(true);
    expect(total(report.committed)).toBeLessThanOrEqual(server.store.points(ids[0]!).length);
    expect(total([...report.failed, ...report.unknown])).toBeGreaterThan(0);

    async function* broken(): AsyncGenerator<DatapointsToWrite, void> {
      yield { id: ids[1]!, datapoints: [{ time: "2024-01-01", value: 1 }] };
      throw new Error("The file ends here.");
    }
    const cut = await writeMany(client, { series: broken() });
    expect(cut.stopped).toMatchObject({ message: "The file ends here." });
    expect(total(cut.committed)).toBe(1);
  });
});
