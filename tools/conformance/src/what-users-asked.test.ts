// What users of neighbouring SDKs and emulators asked for in public trackers, or complained about, and where it is
// shown here: by a test in this file, or by one elsewhere that must exist under its name.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { describe, expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);
const core = "packages/core/src/";
const mock = "packages/mock-server/src/";
const here = "tools/conformance/src/";

/** The thread, what it teaches, and the test that shows it. */
const shown: readonly (readonly [string, string, string, string])[] = [
  [
    "SensorCloud#5",
    "nothing is cut silently",
    `${here}reads.test.ts`,
    "all() joins the pages, and throws above maxPoints instead of cutting",
  ],
  ["SensorCloud#5", "lists neither", `${core}items-reader.test.ts`, "all() never cuts"],
  [
    "amazon-timestream-tools#56",
    "an empty page is not the end",
    `${here}reads.test.ts`,
    "walks all pages of one frozen window, past an empty one",
  ],
  [
    "amazon-timestream-tools#56",
    "no endless loop",
    `${here}reads.test.ts`,
    "a token that comes again is an error, not an endless read",
  ],
  [
    "cognite-sdk-python PR 966",
    "columns, not objects",
    `${here}reads.test.ts`,
    "give the same columns, which are what was written, to the last bit",
  ],
  [
    "cognite-sdk-js#475",
    "each operation is marked on its own as repeatable or not",
    `${here}sent-again.test.ts`,
    "every operation that is named here exists",
  ],
  [
    "cognite-sdk-js#1456",
    "401 for ever is two requests",
    `${core}authorization.test.ts`,
    "gets two requests of a call, whatever the number of tries",
  ],
  [
    "cognite-sdk-js#1456",
    "over sockets too",
    `${here}networks/raw-answers.test.ts`,
    "401 for ever: two requests for each try that is made, with two tokens",
  ],
  [
    "cognite-sdk-js#1040",
    "the machine's time zone has no say",
    `${here}networks/time-zones.test.ts`,
    "a program does the same in every time zone, although its zones differ",
  ],
  [
    "azure-kusto-node#17",
    "concurrency is limited",
    `${core}limiter.test.ts`,
    "any calls, refusals and aborts: never too many, never too early, in order, and everybody has an end",
  ],
  [
    "azure-kusto-node#225",
    "an abort reaches the server",
    `${mock}mock-server.test.ts`,
    "an aborted request is not answered",
  ],
  [
    "influxdata/iot-api-js#23",
    "pages need no more memory than one",
    `${here}reads.test.ts`,
    "reuseBuffers decodes each page into the memory of the one before; all() is not affected",
  ],
  [
    "influxdata/iot-api-js#23",
    "nothing is read ahead",
    `${here}reads.test.ts`,
    "requests nothing before it is iterated, and nothing after it is left",
  ],
  [
    "openai-node#1825",
    "the deadline covers the body",
    `${core}response-error.test.ts`,
    "an answer that dribbles for ever",
  ],
  [
    "openai-node#1477",
    "rate-limit headers stay on the error",
    `${core}response-error.test.ts`,
    "what an error keeps of an answer",
  ],
  [
    "openai-node#2151",
    "no listener stays on a signal",
    `${here}networks/aborts.test.ts`,
    "10 000 calls on one signal leave no listener and no memory",
  ],
  ["openai-node PR 2727", "an abort ends a wait", `${core}retry.test.ts`, "sends nothing more, and waits no more"],
  [
    "azure-sdk-for-js#9966",
    "a budget of time for retries",
    `${core}retry.test.ts`,
    "the budget counts what the tries themselves took",
  ],
  [
    "azure-sdk-for-js#20341",
    "a challenge is answered with its claims",
    `${core}transport.test.ts`,
    "a 401 is asked about once more, with the claims of its challenge",
  ],
  [
    "azure-sdk-for-js#36942",
    "identity is loaded when it is needed",
    "packages/auth/src/lazy-credential.test.ts",
    "@azure/identity is loaded for the first token, and core never",
  ],
  [
    "Azurite#593",
    "failures on demand",
    `${mock}faults/faults.test.ts`,
    "a connection that breaks before the headers, and in the middle of the body",
  ],
  [
    "Azurite#2084",
    "throttling on demand",
    `${mock}faults/faults.test.ts`,
    "a status, with Retry-After, as often as was said, for one operation",
  ],
  [
    "event-hubs-emulator#67",
    "what was asked can be looked at",
    `${mock}faults/faults.test.ts`,
    "the log tells what was asked, what came of it, and what went wrong",
  ],
  [
    "aspire#8008",
    "the state can be kept",
    `${mock}snapshot.test.ts`,
    "whatever happens after a snapshot, it brings everything back, as often as one likes",
  ],
  [
    "prism#1140",
    "delays",
    `${mock}faults/faults.test.ts`,
    "latency by the clock: a frozen one holds the answer until it is advanced",
  ],
  [
    "mockoon#1339",
    "a reset between tests",
    `${mock}mock-server.test.ts`,
    "reset brings back the series of the constructor, also from a generator, and the trace ids",
  ],
  [
    "moto#5608",
    "the same ids each time",
    `${mock}metadata.test.ts`,
    "an id depends on seed, facility and name, not on the order",
  ],
  [
    "openapi-typescript#1122",
    "the bare client is sent again too",
    `${core}rest.test.ts`,
    "speaks the wire's own names, and goes the way of every request",
  ],
  ["the Python client", "a time limit by default", `${core}transport.test.ts`, "an attempt ends with %s"],
  [
    "the Python client",
    "connections that fail are tried again",
    `${core}transport.test.ts`,
    "connections that fail are tried again",
  ],
  [
    "the Python client",
    "Retry-After is obeyed",
    `${core}transport.test.ts`,
    "Retry-After is obeyed, in seconds and as a date",
  ],
  [
    "the Python client",
    "no wait after the last try",
    `${core}retry.test.ts`,
    "each wait is between half of it and all of it, and none follows the last try",
  ],
  [
    "the Python client",
    "texts in paths are encoded",
    `${core}create-request.test.ts`,
    "a server reads back every text in the path",
  ],
  [
    "the Python client",
    "telemetry is one layer, and patches nothing",
    `${core}telemetry.test.ts`,
    "without a provider the layer changes nothing",
  ],
];

test.each(shown)("%s: %s", (_, __, file, title) => {
  const path = new URL(file, root);
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, "utf8")).toMatch(
    new RegExp(`(test|describe)(\\.each\\([^]*?\\))?\\(\\s*"${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}"`),
  );
});

const hour = 3_600_000_000_000n;
const start = 1_420_070_400_000_000_000n; // 2015-01-01
const hours = 10 * 365 * 24;

test("gearbox.js#496: ten years of hourly values are one line", async () => {
  const datapoints = Array.from({ length: hours }, (_, i) => ({ time: start + BigInt(i) * hour, value: i }));
  const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", datapoints }] });
  const { id } = server.store.series[0]!;
  const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
  const points = await client.readDatapoints({ id, startTime: "2015-01-01" }).all({ maxPoints: 100_000 });
  expect(points.length).toBe(hours);
  expect(points.value.at(-1)).toBe(hours - 1);
  expect(server.requests.of("GetData").length).toBeLessThanOrEqual(2);
});

test("influxdb-client-js#323: nanoseconds go there and back, as bigint", async () => {
  const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219" }] });
  const { id } = server.store.series[0]!;
  const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
  const time = start + 123_456_700n;
  await client.writeData({ id, datapoints: [{ time, value: 1 }], async: false });
  expect((await client.getLatestDatapoint({ id }))?.time).toBe(time);
});

describe("a test double from the makers", () => {
  test("cognite-sdk-python#501, stripe-mock#19: it keeps what was written", async () => {
    const server = createMockServer();
    const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
    const { id } = await client.postTimeseries({ name: "1219-PT-1234", facility: "1219" });
    await client.writeData({ id, datapoints: [{ time: start, value: 7 }], async: false });
    expect(await client.getLatestDatapoint({ id })).toEqual({ time: start, value: 7, status: 192 });
  });

  test("Azurite#145: it listens where there is room; msw#1442: and answers bytes", async () => {
    await using server = createMockServer({
      auth: "none",
      series: [{ name: "1219-PT-1234", facility: "1219", datapoints: [{ time: start, value: 7 }] }],
    });
    await server.listen({ port: 0 });
    const { id } = server.store.series[0]!;
    const response = await fetch(`${server.url}/plant/timeseries/v1.7/${id}/data`, {
      headers: { accept: "application/protobuf", authorization: "Bearer any" },
    });
    expect(new URL(server.url).port).not.toBe("0");
    expect(response.headers.get("content-type")).toContain("protobuf");
    const decoder = protobuf.createDecoder();
    decoder.push(new Uint8Array(await response.arrayBuffer()));
    expect(decoder.finish().items[0]?.columns.time).toEqual(BigInt64Array.of(start));
  });

  test("cosmos-db-emulator#86: a fresh process answers before one has looked up", async () => {
    const code = `import { createMockServer } from "@omnia-timeseries/mock-server";
      const server = createMockServer({ auth: "none" });
      const response = await server.fetch("https://x.example/plant/timeseries/v1.7/", { headers: { authorization: "Bearer any" } });
      console.log(response.status, performance.now());`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
    });
    const [status, readyMs] = stdout.split(" ").map(Number);
    expect(status).toBe(200);
    // A bound for a machine with other work; docs/benchmarks.md has what it takes.
    expect(readyMs).toBeLessThan(5000);
  });
});
