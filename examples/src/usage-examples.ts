// What one does with the Timeseries API, step by step; the way of the Python SDK's notebook of usage examples. It writes,
// so it brings its own mock server: `node examples/src/usage-examples.ts`. For the real service give
// `createTimeseriesClient` an `environment` and one of these of `@omnia-timeseries/auth`:
//
//   clientSecret({ tenantId, clientId, clientSecret })   as a service
//   deviceCode()                                         as yourself
//   defaultCredentials()                                 as this machine, or as `az login` has it
import { createTimeseriesClient, findTimeseries, quality } from "@omnia-timeseries/core";
import type { TimeseriesClient } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";

const window = { startTime: "2024-06-01T00:00:00Z", endTime: "2024-06-01T06:00:00Z" } as const;
const facility = "SNA";

/** A value a minute. */
const points = Array.from({ length: 360 }, (_, i) => ({
  time: new Date(Date.UTC(2024, 5, 1, 0, i)),
  value: 60 + 10 * Math.sin(i / 40),
  status: i % 50 === 49 ? quality.bad : quality.good,
}));

async function findSeries(client: TimeseriesClient, id: string): Promise<void> {
  const list = await client.getTimeseries({ facility, limit: 10 });
  console.log(`The first of ${facility}: ${list.items.map(({ name }) => name).join(", ")}`);
  const byName = await client.searchTimeseries({ name: "*PT*" });
  const byText = await client.searchTimeseries({ description: "*separator*" });
  console.log(`By name ${byName.items.length}, by description ${byText.items.length}`);
  const one = await client.getTimeseriesById({ id });
  console.log(`${one.name} is measured in ${one.unit}`);
  const { found, missing } = await findTimeseries(client, { facility, names: ["20PT0001", "20PT9999"] });
  console.log(`Found ${[...found.keys()].join(", ")}; missing ${missing.join(", ")}`);
  const [change] = await client.getHistory({ id });
  console.log(`Changed by ${change?.changedBy ?? "nobody"}`);
}

async function readPoints(client: TimeseriesClient, id: string, otherId: string, imsId: string): Promise<void> {
  const first = await client.getFirstDatapoint({ id });
  const latest = await client.getLatestDatapoint({ id });
  console.log(`From ${first?.value} to ${latest?.value}`);
  const byName = await client.getDatapointsByName({ name: "20PT0001", facility, ...window, limit: 1000 });
  console.log(`${byName.length} points by name`);
  for (const federationSource of ["IMS", "TSDB", "DataLake"] as const) {
    const page = await client.getDatapoints({ id: imsId, ...window, federationSource, limit: 1000 });
    console.log(`${page.length} points from ${federationSource}`);
  }
  const [averages, counts] = await client.getMultiDatapoints({
    items: [
      { id, ...window, aggregateFunctions: ["avg"], processingInterval: "5m" },
      { id: otherId, ...window, aggregateFunctions: ["count"], processingInterval: "15m" },
    ],
  });
  console.log(`${averages?.datapoints?.avg.length} averages, ${counts?.datapoints?.count.length} counts`);
  const firsts = await client.getFirstMultiDatapoint({ items: [{ id }, { id: otherId }] });
  const latests = await client.getLatestMultiDatapoint({ items: [{ id }, { id: otherId }] });
  console.log(`${firsts.length} first and ${latests.length} latest points`);
  const good = await client.getAggregates({
    id,
    ...window,
    aggregateFunctions: ["avg"],
    processingInterval: { minutes: 15 },
    statusFilter: [quality.good],
  });
  console.log(`${good.length} averages of good points`);
}

async function lookAround(client: TimeseriesClient): Promise<void> {
  const facilities = await client.getFacilities();
  const sources = await client.getSources();
  console.log(`${facilities.length} facilities, ${sources.length} sources`);
  const [source] = await client.getSourcesByFacility({ facility });
  console.log(`${facility} has ${source?.count} series from ${source?.source}`);
  const there = await client.getFacilitiesBySource({ source: source!.source });
  console.log(`${source?.source} delivers to ${there.map(({ facility: name }) => name).join(", ")}`);
}

async function subscribe(client: TimeseriesClient, id: string): Promise<void> {
  await client.setStreamDestination({ connectionString: "Endpoint=sb://hub.example.org/;SharedAccessKey=…" });
  await client.createStreamSubscription({ items: [{ id }] });
  console.log(`${(await client.getStreamingSubscriptions()).length} subscription`);
  await client.deleteStreamSubscription({ id });
  console.log(`${(await client.getStreamingSubscriptions()).length} subscriptions`);
}

async function changeSeries(client: TimeseriesClient, id: string): Promise<void> {
  const [same, added] = await client.getOrAddTimeseries({
    items: [
      { name: "20PT0001", facility },
      { name: "20PT0003", facility },
    ],
  });
  console.log(`${same?.name} was there, ${added?.name} is new`);
  await client.deleteTimeseriesById({ id: added!.id });
  const patched = await client.patchTimeseries({ id, description: "Pressure behind the separator", step: true });
  console.log(`${patched.name}: ${patched.description}, still in ${patched.unit}`);
  const put = await client.putTimeseries({ id, name: "20PT0001", facility });
  console.log(`${put.name}: unit ${put.unit ?? "lost"}`);
}

// One series comes from a historian; callers create the others. The clock stands where all sources have its points.
const server = createMockServer({
  now: () => Date.UTC(2024, 6, 1),
  series: [{ name: "20TT0001", facility, source: "IMS", datapoints: points }],
});
const imsId = server.store.series[0]!.id;
const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
const create = (name: string) =>
  client.postTimeseries({ name, facility, unit: "bar", description: `Pressure of the separator, ${name}` });
const { id } = await create("20PT0001");
const { id: otherId } = await create("20PT0002");
await client.writeData({ id, datapoints: points, async: false });
await client.writeMultiple({ items: [{ id: otherId, datapoints: points }], async: false });
await findSeries(client, id);
await readPoints(client, id, otherId, imsId);
await lookAround(client);
await subscribe(client, id);
await changeSeries(client, id);
await client.deleteData({ id, ...window });
await client.deleteTimeseriesById({ id });
await client.deleteTimeseriesById({ id: otherId });
