import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MockServer } from "../mock-server.ts";
import { endOf, pagesOf, rowsOfSource, storeRows, toText } from "./oracle.test-support.ts";
import type { Row } from "./oracle.test-support.ts";
import {
  createSeries,
  federationSource,
  nowMs,
  nowNs,
  readFound,
  rows,
  statuses,
  toQuery,
  toWire,
} from "./random-series.test-support.ts";
import { send } from "./wire.test-support.ts";

const seriesSource = fc.constantFrom<"test" | "IMS">("test", "IMS");
type SeriesSource = "test" | "IMS";
interface Batch {
  readonly series: SeriesSource;
  readonly datapoints: readonly Row[];
}

/** What a plain list of rows per series holds, and what is to come. */
interface Model {
  nowMs: number;
  readonly stored: Record<SeriesSource, Row[]>;
  pending: (Batch & { readonly dueMs: number })[];
}
interface Real {
  readonly server: MockServer;
  readonly ids: Record<SeriesSource, string>;
}
type Step = fc.AsyncCommand<Model, Real>;

const delayMs = 1500;
const halfDayNs = 43_200_000_000_000n;
/** Half days around now and around the bounds of sources, so that the clock moves the bounds over points. */
const time = fc
  .tuple(fc.constantFrom(0n, -4n, -2190n), fc.integer({ min: -4, max: 4 }), fc.constantFrom(0n, 0n, 100n, 150n))
  .map(([anchor, steps, ns]) => nowNs + (anchor + BigInt(steps)) * halfDayNs + ns);

function step(name: unknown, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    run,
    toString: () => JSON.stringify(name, (_, value) => (typeof value === "bigint" ? toText(value, 9) : value)),
  };
}

function commit(model: Model, { series, datapoints }: Batch): void {
  model.stored[series] = storeRows([...model.stored[series], ...datapoints]);
}

const toBody = (datapoints: readonly Row[]) => datapoints.map((row) => ({ ...row, time: toText(row.time, 9) }));

function write(batches: readonly Batch[], isAsync: boolean | undefined, many: boolean): Step {
  return step({ write: batches, isAsync, many }, async (model, { server, ids }) => {
    const query = toQuery({ async: isAsync });
    const items = batches.map(({ series, datapoints }) => ({ id: ids[series], datapoints: toBody(datapoints) }));
    const response = many
      ? await send(server, "POST", `/data?${query}`, { items })
      : await send(server, "POST", `/${items[0]!.id}/data?${query}`, { datapoints: items[0]!.datapoints });
    expect(response.status).toBe(isAsync === false ? 200 : 202);
    for (const batch of many ? batches : batches.slice(0, 1)) {
      if (isAsync === false) commit(model, batch);
      else model.pending.push({ ...batch, dueMs: model.nowMs + delayMs });
    }
  });
}

function advance(ms: number): Step {
  return step({ advance: ms }, async (model, { server }) => {
    server.clock.advance(ms);
    model.nowMs += ms;
    for (const batch of model.pending) if (batch.dueMs <= model.nowMs) commit(model, batch);
    model.pending = model.pending.filter(({ dueMs }) => dueMs > model.nowMs);
  });
}

function remove(series: SeriesSource, start: bigint | undefined, end: bigint | undefined): Step {
  return step({ remove: series, start, end }, async (model, { server, ids }) => {
    const query = toQuery({
      startTime: start === undefined ? undefined : toText(start, 9),
      endTime: end === undefined ? undefined : toText(end, 9),
    });
    expect((await send(server, "DELETE", `/${ids[series]}/data?${query}`)).status).toBe(200);
    model.stored[series] = model.stored[series].filter(
      (row) => (start !== undefined && row.time < start) || (end !== undefined && row.time >= end),
    );
  });
}

function read(series: SeriesSource, source: string | undefined, wanted: readonly number[], limit: number): Step {
  return step({ read: series, source, wanted, limit }, async (model, { server, ids }) => {
    const held = rowsOfSource(model.stored[series], series, source, model.nowMs);
    const path = `/${ids[series]}/data?${toQuery({ federationSource: source, status: wanted, limit })}`;
    const latest = `/${ids[series]}/data/latest?${toQuery({ federationSource: source, status: wanted })}`;
    const end = BigInt(model.nowMs) * 1_000_000n;
    const expected = held && pagesOf(held, { start: 0n, end, statuses: wanted, limit, outside: false });
    const answered = (await readFound(server, path))?.map(({ data }) => data.items[0]!);
    expect(answered).toEqual(
      expected?.pages.map((page) => ({
        id: ids[series],
        totalCount: expected.totalCount,
        datapoints: page.map(toWire),
      })),
    );
    const row = endOf(held ?? [], "latest", { statuses: wanted });
    const [page] = (await readFound(server, latest)) ?? [];
    expect(page?.data.items[0]!.datapoints ?? []).toEqual(row === undefined ? [] : [toWire(row)]);
  });
}

const batch = fc.record({ series: seriesSource, datapoints: rows(time, 6) });
const bound = fc.option(time, { nil: undefined });
const steps = [
  fc
    .tuple(fc.array(batch, { minLength: 1, maxLength: 3 }), fc.constantFrom(undefined, true, false), fc.boolean())
    .map((given) => write(...given)),
  fc.constantFrom(0, 1, 500, delayMs - 1, delayMs, 43_200_000, 129_600_000).map(advance),
  fc.tuple(seriesSource, bound, bound).map((given) => remove(...given)),
  fc.tuple(seriesSource, federationSource, statuses, fc.integer({ min: 1, max: 6 })).map((given) => read(...given)),
  fc.tuple(seriesSource, federationSource, statuses, fc.integer({ min: 1, max: 6 })).map((given) => read(...given)),
];

describe("points", () => {
  test("are what plain rows are after any writes, enqueued writes, deletes and hours", async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 25 }), async (commands) => {
        const { server, ids } = createSeries([], { assumptions: { enqueuedWriteDelayMs: delayMs } });
        const model: Model = { nowMs, stored: { test: [], IMS: [] }, pending: [] };
        await fc.asyncModelRun(() => ({ model, real: { server, ids } }), commands);
        const rest = [ids.test, ids.IMS].map((id) => [...server.store.points(id)].map((row) => ({ ...row })));
        expect(rest).toEqual([model.stored.test, model.stored.IMS]);
      }),
      { numRuns: 120 },
    );
  });
});
