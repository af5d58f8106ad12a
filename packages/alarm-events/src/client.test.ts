import type { ItemsReader, TimeInput } from "@omnia-timeseries/core";
import { expect, expectTypeOf, test } from "vitest";
import { alarmEventsEnvironments } from "./alarm-events-api.ts";
import { createAlarmEventsClient } from "./client.ts";
import type { AlarmEventsClient, GetEventsParameters, ReadEventsParameters } from "./client.ts";
import { createFakeService } from "./fake-service.test-support.ts";
import type { AlarmEvent } from "./read-lists.ts";

const base = "https://api.gateway.equinor.com/iiot/ae/v1";
const event: AlarmEvent = { timestamp: "2024-01-01T12:00:00.0000000Z", sourceName: "19-PT-1234", severity: 700 };
const pageWith = (items: readonly object[], continuationToken: string | null = null): Response =>
  Response.json({ statusCode: 200, items, totalCount: 2, continuationToken });
const message = { statusCode: 200, message: "ok", traceId: "0HMT7I3PQEH7M:00000DB3" };
const queryOf = (url: string): unknown => Object.fromEntries(new URL(url).searchParams);

test("a page of events has its token and the service's count, and all sources by default", async () => {
  const { options, sent } = createFakeService(pageWith([event], "next"));
  const page = await createAlarmEventsClient(options).getEvents({ facility: "AHA" });
  expect(page).toEqual({ items: [event], totalCount: 2, continuationToken: "next" });
  expect(sent).toEqual([{ method: "GET", url: `${base}/events/AHA?sourceName=*`, text: "" }]);
});

test("every filter of the Python SDK goes out under its name", async () => {
  const { options, sent } = createFakeService(pageWith([]));
  const filters = {
    sourceName: "19*",
    limit: 10,
    sort: "desc",
    includeOtherFields: true,
    description: "Inlet pressure",
    eventType: "Condition",
    eventCategory: "Process",
    message: "a&b",
    severity: 700,
    priority: 1,
    condition: "HI",
    alarmState: "ACTIVE",
    ackedState: false,
    activeState: true,
    suppressedOrShelved: false,
    node: "n",
    processArea: "p",
    continuationToken: "t+",
  } as const;
  await createAlarmEventsClient(options).getEvents({
    ...filters,
    facility: "TROA",
    startTime: "2024-01-01",
    endTime: new Date(Date.UTC(2024, 0, 1, 1)),
    actiontime: 1_704_067_200_000_000_100n,
  });
  const asText = Object.entries(filters).map(([name, value]) => [name, String(value)]);
  expect(queryOf(sent[0]!.url)).toEqual({
    ...(Object.fromEntries(asText) as object),
    startTime: "2024-01-01T00:00:00Z",
    endTime: "2024-01-01T01:00:00Z",
    actiontime: "2024-01-01T00:00:00.0000001Z",
  });
});

test("a list of null is empty, an absent one is refused", async () => {
  const { options } = createFakeService(Response.json({ items: null }), Response.json({ data: { items: [] } }));
  const client = createAlarmEventsClient(options);
  expect(await client.getEvents({ facility: "AHA" })).toEqual({
    items: [],
    totalCount: undefined,
    continuationToken: undefined,
  });
  await expect(client.getEvents({ facility: "AHA" })).rejects.toMatchObject({ code: "decode" });
});

test("the walker asks for one window, page after page", async () => {
  let nowMs = Date.UTC(2024, 0, 2);
  const { options, sent } = createFakeService(pageWith([event], "1"), pageWith([], "2"), pageWith([event]));
  const client = createAlarmEventsClient({ ...options, now: () => (nowMs += 1000) });
  const reader = client.readEvents({ facility: "AHA", startTime: "now-1d", message: "x" });
  expect(sent).toHaveLength(0);
  expect(await reader.all({ maxItems: 2 })).toEqual([event, event]);
  const window = {
    startTime: "2024-01-01T00:00:01Z",
    endTime: "2024-01-02T00:00:01Z",
    sourceName: "*",
    message: "x",
    limit: "1000",
  };
  expect(sent.map(({ url }) => queryOf(url))).toEqual([
    window,
    { ...window, continuationToken: "1" },
    { ...window, continuationToken: "2" },
  ]);
});

test("the walker goes on from a token, in pages of the size asked", async () => {
  const { options, sent } = createFakeService(pageWith([event]));
  const parameters = { facility: "AHA", startTime: "2024-01-01", endTime: "2024-01-02", pageSize: 5 } as const;
  await createAlarmEventsClient(options)
    .readEvents({ ...parameters, continuationToken: "7" })
    .all({ maxItems: 1 });
  expect(queryOf(sent[0]!.url)).toMatchObject({ limit: "5", continuationToken: "7" });
});

test.each<[string, (client: AlarmEventsClient) => Promise<unknown>, string, string, string, object, unknown]>([
  ["getSources", (c) => c.getSources(), "GET", "/sources", "", { items: [{ facility: "AHA" }] }, [{ facility: "AHA" }]],
  [
    "getEventCounts",
    (c) => c.getEventCounts({ facility: "Åsgård B", startTime: "now-1h" }),
    "GET",
    "/events/%C3%85sg%C3%A5rd%20B/count?startTime=2024-01-01T23%3A00%3A00Z",
    "",
    { statusCode: 200, items: [{ timestamp: "2024-01-01T23:00:00Z", count: 15, priority: 1 }] },
    [{ timestamp: "2024-01-01T23:00:00Z", count: 15, priority: 1 }],
  ],
  [
    "getRoutingSubscriptions",
    (c) => c.getRoutingSubscriptions({}),
    "GET",
    "/streaming/subscriptions",
    "",
    { items: [{ facility: "NOR" }] },
    [{ facility: "NOR" }],
  ],
  [
    "setRoutingConnection",
    (c) => c.setRoutingConnection({ connectionString: "Endpoint=sb://x/" }),
    "POST",
    "/streaming/destination",
    '{"connectionString":"Endpoint=sb://x/"}',
    message,
    message,
  ],
  [
    "createRoutingSubscription",
    (c) => c.createRoutingSubscription({ facility: "AHA" }),
    "POST",
    "/streaming/subscriptions/AHA",
    "",
    message,
    message,
  ],
  [
    "deleteRoutingSubscription",
    (c) => c.deleteRoutingSubscription({ facility: "AHA" }),
    "DELETE",
    "/streaming/subscriptions/AHA",
    "",
    message,
    message,
  ],
])("%s is one request with one result", async (_, call, method, path, text, answer, result) => {
  const { options, sent } = createFakeService(Response.json(answer));
  expect(await call(createAlarmEventsClient(options))).toEqual(result);
  expect(sent).toEqual([{ method, url: base + path, text }]);
});

test.each<[string, (client: AlarmEventsClient) => Promise<unknown>]>([
  ['facility: "" cannot stand in a path', (c) => c.getEvents({ facility: "" })],
  [
    'startTime: "2024-01-01T00:00:00" is not a time',
    (c) => c.getEvents({ facility: "A", startTime: "2024-01-01T00:00:00" }),
  ],
  ['actiontime: "later" is not a time', (c) => c.getEvents({ facility: "A", actiontime: "later" })],
  [
    "endTime: 2024-01-01T00:00:00Z is before startTime 2024-01-02T00:00:00Z",
    (c) => c.getEventCounts({ facility: "A", startTime: "2024-01-02", endTime: "2024-01-01" }),
  ],
  ["limit: 0 is not a whole number from 1 to 100000", (c) => c.getEvents({ facility: "A", limit: 0 })],
  ['sort: "up" is not one of asc, desc', (c) => c.getEvents({ facility: "A", sort: "up" as "asc" })],
  [
    "startTime: is missing",
    (c) => c.readEvents({ facility: "A" } as unknown as ReadEventsParameters).all({ maxItems: 1 }),
  ],
  ["connectionString: is missing", (c) => c.setRoutingConnection({ connectionString: "" })],
])("refuses before sending: %s", async (text, call) => {
  const { options, sent } = createFakeService();
  await expect(call(createAlarmEventsClient(options))).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(text),
  });
  expect(sent).toHaveLength(0);
});

test("subscribing is not repeated when the answer is lost, ending a subscription is", async () => {
  const lost = Response.json({ message: "Timeout", traceId: "1" }, { status: 504 });
  const create = createFakeService(lost, Response.json(message));
  await expect(
    createAlarmEventsClient(create.options).createRoutingSubscription({ facility: "AHA" }),
  ).rejects.toMatchObject({ code: "outcome-unknown", operationId: "CreateSubscriptions" });
  expect(create.sent).toHaveLength(1);
  const remove = createFakeService(lost, Response.json(message));
  await createAlarmEventsClient(remove.options).deleteRoutingSubscription({ facility: "AHA" });
  expect(remove.sent).toHaveLength(2);
});

test("rest speaks the wire's own names", async () => {
  const { options, sent } = createFakeService(pageWith([event]));
  const { data } = await createAlarmEventsClient(options).rest.GET("/events/{facility}", {
    params: { path: { facility: "AHA" }, query: { sourceName: "19*" } },
  });
  expect(data?.items).toEqual([event]);
  expect(sent[0]!.url).toBe(`${base}/events/AHA?sourceName=19*`);
});

test("environments are the API's own", () => {
  // Source: EVIDENCE.md, Alarm Events API, Environments.
  expect(alarmEventsEnvironments.prod.scope).toBe("6df18f43-f499-4470-9d94-52b01698620d/.default");
  expect(alarmEventsEnvironments.test.baseUrl).toBe("https://api-test.gateway.equinor.com/iiot/ae/v1");
});

test("types", () => {
  expectTypeOf<AlarmEventsClient["readEvents"]>().returns.toEqualTypeOf<ItemsReader<AlarmEvent>>();
  expectTypeOf<{ facility: string }>().toExtend<GetEventsParameters>();
  expectTypeOf<{ facility: string }>().not.toExtend<ReadEventsParameters>();
  expectTypeOf<GetEventsParameters["startTime"]>().toEqualTypeOf<TimeInput | undefined>();
  expectTypeOf<GetEventsParameters["sort"]>().toEqualTypeOf<"asc" | "desc" | undefined>();
  expectTypeOf<GetEventsParameters["severity"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<{ facility: string; startTime: number }>().not.toExtend<GetEventsParameters>();
});
