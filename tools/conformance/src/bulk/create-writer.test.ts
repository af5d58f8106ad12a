// A writer of points against what the store holds.
import { createTimeseriesClient, createWriter } from "@omnia-timeseries/core";
import type { TimeseriesClient, WriterReport } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkWriteReport } from "./write-report.test-support.ts";

const firstTime = 1_704_067_200_000_000_000n;
const second = 1_000_000_000n;

function createServer(count: number): { server: MockServer; client: TimeseriesClient; ids: string[] } {
  const series = Array.from({ length: count }, (_, i) => ({ name: `1219-PT-${i}`, facility: "1219" }));
  const server = createMockServer({ series });
  server.clock.skipWaits();
  return {
    server,
    client: createTimeseriesClient(server.clientOptions()),
    ids: server.store.series.map(({ id }) => id),
  };
}

const point = (i: number): { time: bigint; value: number; status: number } => ({
  time: firstTime + BigInt(i) * second,
  value: i,
  status: 192,
});

const join = (reports: readonly WriterReport[]): WriterReport => ({
  committed: reports.flatMap(({ committed }) => committed),
  accepted: reports.flatMap(({ accepted }) => accepted),
  failed: reports.flatMap(({ failed }) => failed),
  unknown: reports.flatMap(({ unknown }) => unknown),
  unwritten: reports.flatMap(({ unwritten }) => unwritten),
});

afterEach(() => {
  vi.useRealTimers();
});

describe("createWriter", () => {
  test("tells of every point once what became of it, and hands back those that are not written", async () => {
    const steps = fc.array(
      fc.record({
        series: fc.nat(2),
        size: fc.integer({ min: 1, max: 5 }),
        next: fc.constantFrom("go on", "go on", "wait", "flush"),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(0, 0.4),
        async (drawn, seed, rate) => {
          const { server, client, ids } = createServer(3);
          if (rate > 0) server.faults.schedule({ seed, rate });
          const reports: WriterReport[] = [];
          const told: WriterReport[] = [];
          const written = new Map(ids.map((id) => [id, [] as ReturnType<typeof point>[]]));
          {
            await using writer = createWriter(client, {
              onReport: (report) => told.push(report),
              maxPoints: 8,
              maxQueued: 20,
              maxDelayMs: 10_000,
            });
            for (const [i, { series, size, next }] of drawn.entries()) {
              const id = ids[series]!;
              const datapoints = Array.from({ length: size }, (_, row) => point(i * 10 + row));
              written.get(id)!.push(...datapoints);
              const taken = writer.write(id, datapoints);
              if (next === "wait") await taken;
              if (next === "flush") reports.push(await writer.flush());
            }
          }
          const report = join(told);
          const open = report.unwritten.map(({ id, time }) => ({ id, time: time[0], points: time.length }));
          const expected = [...report.failed, ...report.unknown].map(({ id, from, points }) => ({
            id,
            time: from,
            points,
          }));
          const sizeOf = (list: readonly { points: number }[]): number =>
            list.reduce((sum, { points }) => sum + points, 0);
          expect(sizeOf(open)).toBe(sizeOf(expected));
          server.faults.clear();
          // A flush begins anew: the order is kept within each.
          const wrong = told.flatMap((one) => {
            const ranges = [...one.committed, ...one.failed, ...one.unknown];
            const batches = ids.map((id) => ({
              id,
              datapoints: written
                .get(id)!
                .filter(({ time }) =>
                  ranges.some((range) => range.id === id && range.from! <= time && time <= range.to!),
                ),
            }));
            return checkWriteReport(batches, one, (id) => server.store.points(id));
          });
          expect(wrong, server.requests.explain()).toEqual([]);
          const total = [...written.values()].reduce((sum, { length }) => sum + length, 0);
          expect(sizeOf([...report.committed, ...report.failed, ...report.unknown])).toBe(total);
          expect(rate > 0 || sizeOf(report.committed) === total).toBe(true);
          // A flush tells what the listener was told.
          expect(report.committed).toEqual(expect.arrayContaining(reports.flatMap(({ committed }) => committed)));
          expect(report.accepted).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("sends by number, by time, and when it is closed; then no timer is left", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { server, client, ids } = createServer(2);
    const told: number[] = [];
    const onReport = ({ committed }: WriterReport): void =>
      void told.push(committed.reduce((sum, { points }) => sum + points, 0));
    const writer = createWriter(client, { onReport, maxPoints: 3, maxDelayMs: 500 });
    expect(vi.getTimerCount()).toBe(0);
    for (const i of [1, 2, 3]) await writer.write(ids[0]!, [point(i)]);
    expect(writer.queued).toBe(3);
    await vi.waitUntil(() => writer.queued === 0);
    expect(vi.getTimerCount()).toBe(0);

    await writer.write(ids[0]!, [point(4)]);
    await writer.write(ids[1]!, [point(4)]);
    await vi.advanceTimersByTimeAsync(499);
    expect([writer.queued, told]).toEqual([2, [3]]);
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitUntil(() => writer.queued === 0);
    expect(told).toEqual([3, 2]);

    await writer.write(ids[0]!, [point(5)]);
    const { committed } = await writer.close();
    expect(committed).toMatchObject([{ id: ids[0], points: 1 }]);
    expect(vi.getTimerCount()).toBe(0);
    await expect(writer.write(ids[0]!, [point(6)])).rejects.toMatchObject({ code: "invalid-argument" });
    expect(server.requests.map(({ operationId }) => operationId)).toEqual([
      "writeData",
      "writeMultipleData",
      "writeData",
    ]);
    // Nothing is queued: nothing is sent, and nobody told.
    await writer.close();
    expect(told).toEqual([3, 2, 1]);
  });

  test("lets its caller wait above maxQueued, and refuses bad points at once", async () => {
    const { client, ids } = createServer(1);
    const writer = createWriter(client, { onReport: () => {}, maxPoints: 1000, maxQueued: 4, maxDelayMs: 60_000 });
    let isRoom = false;
    await writer.write(ids[0]!, [1, 2, 3, 4].map(point));
    const taken = writer.write(ids[0]!, [point(5)]).then(() => (isRoom = true));
    await Promise.resolve();
    expect([isRoom, writer.queued]).toEqual([false, 5]);
    await taken;
    expect(writer.queued).toBe(0);
    await expect(writer.write(ids[0]!, [point(6), { time: "2024", value: 1 }])).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("write.datapoints[1].time"),
    });
    expect(writer.queued).toBe(0);
    await writer.close();
  });

  test.each([
    { maxPoints: 0 },
    { maxDelayMs: -1 },
    { maxQueued: Number.NaN },
    { onReport: undefined },
    { pointsPerRequest: 1.5 },
  ])("%o is refused", (wrong) => {
    const { client } = createServer(1);
    expect(() => createWriter(client, { onReport: () => {}, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: "invalid-argument" }),
    );
  });

  test("what a listener throws fails the flush, and the writer goes on", async () => {
    const { server, client, ids } = createServer(1);
    let calls = 0;
    const writer = createWriter(client, {
      onReport() {
        if (calls++ === 0) throw new Error("The listener is broken.");
      },
    });
    await writer.write(ids[0]!, [point(1)]);
    await expect(writer.flush()).rejects.toThrow("The listener is broken.");
    await writer.write(ids[0]!, [point(2)]);
    expect((await writer.flush()).committed).toMatchObject([{ points: 1 }]);
    expect(server.store.points(ids[0]!).length).toBe(2);
  });
});
