// Run by `pnpm run demo`. Without settings it brings its own mock server; with OMNIA_ENVIRONMENT,
// OMNIA_TIMESERIES_ID and AZURE_* it reads that series from the real service, and writes nothing.
import { fromBinary, toJson } from "@bufbuild/protobuf";
import { clientSecret, fromEnvironment } from "@omnia-timeseries/auth";
import { createTimeseriesClient, isOmniaError } from "@omnia-timeseries/core";
import type { Datapoints, Format, TimeInput, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { generatePoints } from "./generated-points.ts";
import { createProgress } from "./progress.ts";
import { describePoints, drawSparkline } from "./sparkline.ts";

const million = 1_000_000;
const count = new Intl.NumberFormat("en-GB");
const print = (line = ""): void => console.log(line);

type ClientOptions = Pick<TimeseriesClientOptions, "environment" | "credential" | "baseUrl">;

/** One line with spaces, as the output of the Python SDK has them. */
const oneLine = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, " ")
    .replaceAll(/([[{]) | ([\]}])/g, "$1$2");

/** The latest point as it is on the wire, in both formats, and as the client gives it. */
async function showLatest(options: ClientOptions, id: string): Promise<void> {
  const client = createTimeseriesClient({ ...options, format: protobuf });
  const asJson = await client.rest.GET("/{id}/data/latest", { params: { path: { id } } });
  print(`The latest point as JSON:\n  ${oneLine(asJson.data?.data)}`);
  const asBytes = await client.rest.GET("/{id}/data/latest", {
    params: { path: { id } },
    headers: { accept: protobuf.accept },
    parseAs: "arrayBuffer",
  });
  const message = fromBinary(CompactDatapointsDtoSchema, new Uint8Array(asBytes.data!));
  print(`The latest point as Protobuf:\n  ${oneLine(toJson(CompactDatapointsDtoSchema, message))}`);
  print("The latest point as the client gives it, the same from both:");
  for (const format of [json, protobuf]) {
    const latest = await createTimeseriesClient({ ...options, format }).getLatestDatapoint({ id });
    print(
      `  ${format.name.padEnd(8)} ${latest === undefined ? "none" : `{ time: ${latest.time}n, value: ${latest.value}, status: ${latest.status} }`}`,
    );
  }
}

/** Reads up to a million points, with a bar. */
async function readMillion(
  options: ClientOptions,
  format: Format,
  id: string,
  startTime: TimeInput,
  endTime: TimeInput,
): Promise<Datapoints[]> {
  const client = createTimeseriesClient({ ...options, format });
  const progress = createProgress(format.name.padEnd(8), process.stdout);
  const pages: Datapoints[] = [];
  let points = 0;
  const startedAt = performance.now();
  for await (const page of client.readDatapoints({ id, startTime, endTime })) {
    pages.push(page);
    points += page.length;
    progress.update(points, Math.min(million, page.totalCount ?? million));
    if (points >= million) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  progress.finish(
    `${count.format(points)} points in ${seconds.toFixed(2)} s, ${(points / seconds / 1e6).toFixed(2)} million a second`,
  );
  return pages;
}

/** Whether two reads gave the same points, compared by their bytes. */
function isSame(a: readonly Datapoints[], b: readonly Datapoints[]): boolean {
  const bytes = (column: ArrayBufferView): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
  return (
    a.length === b.length &&
    a.every((page, i) => {
      const other = b[i]!;
      return (
        bytes(page.time).equals(bytes(other.time)) &&
        bytes(page.value).equals(bytes(other.value)) &&
        bytes(page.status).equals(bytes(other.status))
      );
    })
  );
}

async function showHistory(
  options: ClientOptions,
  id: string,
  startTime: TimeInput,
  endTime: TimeInput,
): Promise<void> {
  const unit = (await createTimeseriesClient(options).getTimeseriesById({ id })).unit ?? "";
  const asJson = await readMillion(options, json, id, startTime, endTime);
  const asProtobuf = await readMillion(options, protobuf, id, startTime, endTime);
  print(`Both reads are ${isSame(asJson, asProtobuf) ? "the same to the last bit" : "NOT THE SAME"}.`);
  print(`\n  ${drawSparkline(asProtobuf, 72)}`);
  for (const line of describePoints(asProtobuf, unit)) print(`  ${line}`);
}

/** Everything of the first session with the service, against a mock of it in this process. */
async function runOnMockServer(): Promise<void> {
  const now = Date.now();
  const generated = generatePoints(million, now);
  const name = "1219-PT-1234";
  const series = { name, facility: "1219", unit: "bar", description: "Generated pressure", datapoints: generated };
  await using server = createMockServer({ seed: 1, series: [series] });
  await server.listen({ port: 0 });
  print(`Mock server:  ${server.url}, sign-in at ${server.authority}`);

  const credential = clientSecret({
    tenantId: server.tenantId,
    clientId: server.clientId,
    secret: server.clientSecret,
    authorityHost: server.authority,
    ca: server.ca,
  });
  const options: ClientOptions = { environment: "test", baseUrl: server.url, credential };
  const client = createTimeseriesClient(options);

  const created = await client.postTimeseries({
    name: "30JBY2101",
    facility: "NLS",
    description: "Spherical glass",
    unit: "%",
  });
  print(`Created:      ${created.name} at ${created.facility}, id ${created.id}`);
  const datapoints = [
    { time: "2024-09-25T11:30:33.898Z", value: 246.12 },
    { time: "2024-09-25T11:30:34.898Z", value: 246.56092834472656, status: 192 },
  ];
  const written = await client.writeData({ id: created.id, datapoints, async: false });
  print(`Wrote:        ${datapoints.length} points, answered with ${written.statusCode} (committed)\n`);
  await showLatest(options, created.id);

  const found = await client.searchTimeseries({ name });
  print(`\nReading ${count.format(million)} generated points of ${name}, over HTTP:`);
  await showHistory(options, found.items[0]!.id, generated.at(0)!.time, BigInt(now) * 1_000_000n + 1n);
}

async function runOnService(id: string): Promise<void> {
  const options = fromEnvironment();
  print(`Reading series ${id} from ${options.baseUrl ?? `environment ${options.environment}`}, and writing nothing.\n`);
  await showLatest(options, id);
  print(`\nReading the last 30 days, up to ${count.format(million)} points:`);
  // One "now" for both reads, which must be of the same window.
  const now = BigInt(Date.now()) * 1_000_000n;
  await showHistory(options, id, now - 30n * 86_400n * 1_000_000_000n, now);
}

try {
  const { OMNIA_ENVIRONMENT, OMNIA_TIMESERIES_ID } = process.env;
  if (OMNIA_ENVIRONMENT === undefined) await runOnMockServer();
  else if (OMNIA_TIMESERIES_ID === undefined)
    throw new Error("Say which series to read: set OMNIA_TIMESERIES_ID to its GUID.");
  else await runOnService(OMNIA_TIMESERIES_ID);
} catch (error) {
  console.error(isOmniaError(error) ? error.toSupportText() : error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
