import fc from "fast-check";
import { expect, test } from "vitest";
import { apis } from "../apis.ts";
import { createMockServer } from "../mock-server.ts";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import type { MockServer } from "../mock-server.ts";
import { alarmEvents, imsSubscriptions, timeseries, tokenOf } from "../wire.test-support.ts";
import { decodeState } from "./decode-state.ts";
import { encodeState } from "./encode-state.ts";

const startMs = Date.UTC(2024, 0, 1);
const apps = ["aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"];
/** One of the platform's, which no step disables. */
const publicClient = "675bd975-260f-498e-82cd-65f67b34fe7d";
const facilities = ["1219", "GRA", "AHA"];
const tags = Array.from({ length: 4 }, (_, i) => ({
  uid: `GRA-${i}`,
  tag: `GRA-${i}.PV`,
  systemCode: "GRA-IMS",
  plantSapCode: "1755",
}));

function createServer(): MockServer {
  const server = createMockServer({
    auth: "none",
    now: () => startMs,
    series: [
      { name: "a", facility: "1219", unit: "bar", metadata: { kind: "pressure" } },
      { name: "b\n\u2028é", facility: "1219", source: "IMS", step: true },
    ],
    ims: { tags, quotas: { "GRA-IMS": 3 } },
    plants: [{ facility: "1101", tags: 2, startTime: "2023-12-31T23:00:00Z" }],
    alarmEvents: { events: [{ facility: "AHA", timestamp: BigInt(startMs) * 1_000_000n + 1n, sourceName: "x" }] },
  });
  server.clock.freeze();
  return server;
}

async function ask(server: MockServer, method: string, path: string, body?: unknown, app = 0, accept = "*/*") {
  const token = tokenOf({ appid: apps[app]! });
  const response = await server.fetch(`http://any.host${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept },
    // As a text of ours, so that −0 stays.
    ...(body === undefined ? {} : { body: JSON.stringify(body).replaceAll('"-0"', "-0.0") }),
  });
  // A character for each byte; the trace id is another one each time.
  const answer = Buffer.from(await response.arrayBuffer()).toString("latin1");
  return `${response.status} ${answer.replace(/"traceId":"[^"]*"/, "")}`;
}

/** What every GET of every API answers that needs no name, and those of each series in both formats. */
async function look(server: MockServer): Promise<readonly unknown[]> {
  const plain = apis.flatMap(({ basePath, operations }) =>
    Object.values(operations)
      .filter(({ method, parameters }) => method === "GET" && parameters.every(({ required }) => required !== true))
      .map(({ path }) => basePath + path),
  );
  const each = server.store.series.flatMap(({ id }) =>
    [
      "",
      "/history",
      "/data?startTime=1900-01-01&endTime=2200-01-01&limit=500",
      "/data/latest?beforeTime=2200-01-01",
    ].map((path) => `${timeseries}/${id}${path}`),
  );
  const answers: unknown[] = [server.clock.now(), server.clock.isFrozen, server.store.destinations];
  for (const path of [...plain, ...each, `${alarmEvents}/events/AHA?startTime=2000-01-01&sourceName=*`]) {
    for (const app of [0, 1]) answers.push([path, app, await ask(server, "GET", path, undefined, app)]);
    if (path.includes("/data")) {
      answers.push([path, await ask(server, "GET", path, undefined, 0, "application/x-google-protobuf")]);
    }
  }
  return answers;
}

const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 5e-324, 0.1 + 0.2, 2 ** 53 + 2),
);
const rows = fc.array(
  fc.record({
    time: fc.nat({ max: 10_000 }).map((n) => `2024-01-01T00:00:00.${String(n).padStart(7, "0")}Z`),
    value: double.map((value) => (Object.is(value, -0) ? "-0" : value)),
    status: fc.nat({ max: 2 ** 31 - 1 }),
  }),
  { maxLength: 5 },
);
interface Step {
  readonly n: number;
  readonly app: number;
  readonly rows: readonly unknown[];
}

/** What is done to a server; all but the last few are requests, which give their answers. */
const actions: Readonly<Record<string, (server: MockServer, step: Step) => unknown>> = {
  write: (server, { n, app, rows: datapoints }) =>
    ask(server, "POST", `${pathOf(server, n)}/data?async=false`, { datapoints }, app),
  enqueue: (server, { n, app, rows: datapoints }) =>
    ask(server, "POST", `${pathOf(server, n)}/data`, { datapoints }, app),
  erase: (server, { n, app }) => {
    const window = `startTime=2024-01-01T00:00:00Z&endTime=2024-01-01T00:00:00.000${n}Z`;
    return ask(server, "DELETE", `${pathOf(server, n)}/data?${window}`, undefined, app);
  },
  rename: (server, { n, app }) =>
    ask(server, "PATCH", pathOf(server, n), { name: `renamed ${n % 3}`, metadata: { n: String(n) } }, app),
  create: (server, { n, app }) =>
    ask(server, "POST", timeseries, { name: `new ${n % 3}`, facility: facilities[n % 3] }, app),
  remove: (server, { n, app }) => ask(server, "DELETE", pathOf(server, n), undefined, app),
  stream: (server, { n, app }) =>
    ask(server, "POST", `${timeseries}/streaming/subscriptions`, [{ id: idOf(server, n) }], app),
  unstream: (server, { n, app }) =>
    ask(server, "DELETE", `${timeseries}/streaming/subscriptions/${idOf(server, n)}`, undefined, app),
  import: (server, { n, app }) => ask(server, "POST", imsSubscriptions, [{ uId: `GRA-${n % 5}` }], app),
  realTime: (server, { n, app }) =>
    ask(server, "POST", `${imsSubscriptions}/realtime`, [{ timeseriesId: idOf(server, n) }], app),
  route: (server, { app }) => ask(server, "POST", `${alarmEvents}/streaming/subscriptions/AHA`, undefined, app),
  send: (server, { n, app }) =>
    ask(
      server,
      "POST",
      `${timeseries}/streaming/destination`,
      { connectionString: `Endpoint=sb://${n}.example/` },
      app,
    ),
  wait: ({ clock }, { n }) => clock.advance(n * 100),
  run: ({ clock }, { n }) => (n % 2 === 0 ? clock.freeze() : clock.resume()),
  disable: ({ signIn, clientId }, { n }) => (n % 3 === 0 ? signIn.enable(clientId) : signIn.disable(clientId)),
  revoke: ({ signIn }, { n }) => signIn.revoke("mock.user@example.invalid", { challenge: n % 3 === 0 }),
  be: ({ signIn }, { n }) => signIn.as(n % 3 === 0 ? undefined : "mock.user@example.invalid"),
  consent: async (server) => {
    const body = new URLSearchParams({
      client_id: publicClient,
      redirect_uri: "http://localhost",
      response_type: "code",
      scope: "openid",
      username: "mock.user@example.invalid",
      consent: "accept",
    });
    return (await server.fetch(`http://h/${server.tenantId}/oauth2/v2.0/authorize`, { method: "POST", body })).status;
  },
  seed: (server, { n }) =>
    server.seed({ alarmEvents: { events: [{ facility: "NOR", timestamp: "2023-12-31", sourceName: `${n}` }] } }),
};

function idOf({ store: { series } }: MockServer, n: number): string {
  return series[n % Math.max(series.length, 1)]?.id ?? apps[0]!;
}

function pathOf(server: MockServer, n: number): string {
  return `${timeseries}/${idOf(server, n)}`;
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.keys(actions)),
    n: fc.nat({ max: 20 }),
    app: fc.constantFrom(0, 1),
    rows,
  }),
  { maxLength: 15 },
);

/** Another server, of the file of this one. */
function copyServer(server: MockServer): MockServer {
  const state = decodeState(encodeState(server.state()), "data.json");
  return createMockServer({ auth: "none", now: () => startMs, state });
}

test("after everything that can be done, a server of the file is the same", async () => {
  const server = createServer();
  const step = { n: 8, app: 0, rows: [{ time: "2024-01-01", value: "-0" }] };
  for (const kind of Object.keys(actions).slice(0, 12)) {
    expect([kind, await actions[kind]!(server, step)]).toEqual([kind, expect.stringMatching(/^20\d /)]);
  }
  for (const kind of Object.keys(actions).slice(12)) await actions[kind]!(server, step);
  for (const answer of await look(server)) expect(JSON.stringify(answer)).not.toMatch(/"[345]\d\d /);
  for (const isFrozen of [true, false]) {
    if (!isFrozen) server.clock.resume();
    const other = copyServer(server);
    expect(await look(other)).toEqual(await look(server));
    expect(encodeState(other.state())).toBe(encodeState(server.state()));
    const userId = "44444444-4444-4444-8444-444444444444";
    const consents = [{ clientId: publicClient, userId }];
    expect(other.state().signIn).toMatchObject([{ present: userId, consents }]);
  }
});

test("whatever was done to a server, one that is made of its file answers the same, and goes on the same", async () => {
  const runs = fc.asyncProperty(steps, steps, async (before, after) => {
    const server = createServer();
    for (const one of before) await actions[one.kind]!(server, one);
    const other = copyServer(server);
    expect(await look(other)).toEqual(await look(server));
    for (const one of after)
      expect(await actions[one.kind]!(other, one)).toEqual(await actions[one.kind]!(server, one));
    for (const one of [server, other]) one.clock.advance("1m");
    expect(await look(other)).toEqual(await look(server));
    expect(encodeState(other.state())).toBe(encodeState(server.state()));
  });
  await fc.assert(runs, { numRuns: fuzzRuns(10) });
});
