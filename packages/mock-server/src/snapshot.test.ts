import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";

const startMs = Date.UTC(2024, 0, 1);
const datapoints = Array.from({ length: 50 }, (_, i) => ({ time: new Date(startMs + i * 1000), value: i }));

function createServer() {
  const server = createMockServer({
    series: [
      { name: "a", facility: "1219", datapoints },
      { name: "b", facility: "1219", datapoints: datapoints.slice(0, 3) },
    ],
  });
  return { server, client: createTimeseriesClient({ ...server.clientOptions(), format: json }) };
}

/** Everything that can be seen of its series. */
function look({ store }: MockServer): unknown {
  return store.series.map((metadata) => ({ metadata, rows: store.points(metadata.id).toRows() }));
}

type Step = readonly [kind: "write" | "enqueue" | "delete" | "patch" | "create" | "remove" | "wait", n: number];

/** Does something to the server; what the server refuses is left. */
async function change({ server, client }: ReturnType<typeof createServer>, [kind, n]: Step): Promise<void> {
  const { series } = server.store;
  if (kind === "create")
    return void (await client.getOrAddTimeseries({ items: [{ name: `new ${n % 5}`, facility: "1219" }] }));
  if (kind === "wait") return server.clock.advance(n * 100);
  const one = series[n % series.length];
  if (one === undefined) return;
  const { id } = one;
  const points = [{ time: new Date(startMs + n * 700), value: -n }];
  if (kind === "write") await client.writeData({ id, datapoints: points, async: false });
  else if (kind === "enqueue") await client.writeData({ id, datapoints: points });
  else if (kind === "delete") {
    const startTime = new Date(startMs + n * 1000);
    await client.deleteData({ id, startTime, endTime: new Date(startTime.getTime() + 10_000) });
  } else if (kind === "patch") await client.patchTimeseries({ id, description: `changed ${n}` });
  else await client.deleteTimeseriesById({ id });
}

const steps = fc.array(
  fc.tuple(
    fc.constantFrom<Step[0][]>("write", "enqueue", "delete", "patch", "create", "remove", "wait"),
    fc.nat({ max: 60 }),
  ),
  { maxLength: 12 },
);

test("whatever happens after a snapshot, it brings everything back, as often as one likes", async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, steps, async (before, after, again) => {
      const all = createServer();
      const { server } = all;
      const first = look(server);
      for (const step of before) await change(all, step);
      // What is enqueued is settled, so that the clock alone changes nothing.
      server.clock.advance("1m");
      const kept = look(server);
      const snapshot = server.snapshot();
      for (const more of [after, again]) {
        for (const step of more) await change(all, step);
        server.restore(snapshot);
        expect(look(server)).toEqual(kept);
      }
      server.reset();
      expect(look(server)).toEqual(first);
      server.restore(snapshot);
      expect(look(server)).toEqual(kept);
    }),
    { numRuns: 60 },
  );
});

test("an enqueued write that a snapshot keeps is done after it was brought back, too", async () => {
  const { server, client } = createServer();
  server.clock.freeze();
  const id = server.store.series[0]!.id;
  await client.writeData({ id, datapoints: [{ time: "2024-02-01", value: 1 }] });
  const snapshot = server.snapshot();
  for (let i = 0; i < 2; i++) {
    server.restore(snapshot);
    server.clock.advance("1s");
    expect(server.store.points(id).length).toBe(51);
  }
});

test("subscriptions, destinations and sign-in come back; log and faults stay", async () => {
  const { server, client } = createServer();
  const id = server.store.series[0]!.id;
  await client.createStreamSubscription({ items: [{ id }] });
  await client.setStreamDestination({
    connectionString: "Endpoint=sb://a.example/;SharedAccessKeyName=n;SharedAccessKey=k",
  });
  const snapshot = server.snapshot();
  await client.deleteStreamSubscription({ id });
  await client.setStreamDestination({
    connectionString: "Endpoint=sb://b.example/;SharedAccessKeyName=n;SharedAccessKey=k",
  });
  server.signIn.disable(server.clientId);
  server.faults.next({ statusCode: 503 });
  const asked = server.requests.length;
  server.restore(snapshot);
  expect(server.faults.waiting).toEqual([{ statusCode: 503, times: 1 }]);
  expect(server.requests.length).toBe(asked);
  server.faults.clear();
  expect((await client.getStreamingSubscriptions()).map((one) => one.id)).toEqual([id]);
  expect(server.store.destinations.map(({ connectionString }) => connectionString)).toEqual([
    expect.stringContaining("a.example"),
  ]);
  expect(
    (await server.clientOptions().credential.getToken("32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default", {}))!.token,
  ).toMatch(/^ey/);
});

test("a snapshot of another server is refused", () => {
  const { server } = createServer();
  const other = createServer().server.snapshot();
  expect(() => server.restore(other)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
});
