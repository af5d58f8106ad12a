import { expect, expectTypeOf, test } from "vitest";
import { createFakeService } from "./fake-service.test-support.ts";
import type { ImsSubscriptionsPage } from "./read-subscriptions-page.ts";
import { imsSubscriptionsEnvironments } from "./subscriptions-api.ts";
import { createImsSubscriptionsClient } from "./subscriptions-client.ts";
import type { ImsSubscriptionsClient } from "./subscriptions-client.ts";

const base = "https://api.gateway.equinor.com/plant/ims-subscriptions/v1.2";
const timeseriesId = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const subscription = { uId: "ONO-IMS-7380", timeseriesId, plantSapCode: 1901, tsdbExportEnabled: true };
const live = { timeseriesId, expiration: "2024-01-02T00:10:00.0000000Z", customerId: timeseriesId };
const pageWith = (items: readonly object[], continuationToken: string | null = null): Response =>
  Response.json({ data: { items }, continuationToken });
const message = { statusCode: 0, message: "ok", traceId: "mock-trace-id" };

test.each<[string, (client: ImsSubscriptionsClient) => Promise<unknown>, string, string, string, object, unknown]>([
  [
    "search",
    (client) => client.search({ limit: 2, continuationToken: "a+b" }),
    "GET",
    "?limit=2&continuationToken=a%2Bb",
    "",
    { data: { items: [subscription] }, errors: null, continuationToken: "next" },
    { items: [subscription], errors: {}, continuationToken: "next" },
  ],
  [
    "searchByUid",
    (client) => client.searchByUid({ uid: "ONO-IMS-7380" }),
    "GET",
    "/uid/ONO-IMS-7380",
    "",
    { data: { items: [subscription] } },
    { items: [subscription], errors: {}, continuationToken: undefined },
  ],
  [
    "searchByTimeseriesId",
    (client) => client.searchByTimeseriesId({ timeseriesId }),
    "GET",
    `/timeseriesid/${timeseriesId}`,
    "",
    { data: { items: [] }, continuationToken: "" },
    { items: [], errors: {}, continuationToken: undefined },
  ],
  [
    "searchBySystemCode",
    (client) => client.searchBySystemCode({ systemCode: "GRA IMS" }),
    "GET",
    "/GRA%20IMS",
    "",
    { quota: 100, count: 7 },
    { quota: 100, count: 7 },
  ],
  [
    "createSubscriptions",
    (client) => client.createSubscriptions({ uids: ["ONO-IMS-7380", "GRA-15"] }),
    "POST",
    "",
    '[{"uId":"ONO-IMS-7380"},{"uId":"GRA-15"}]',
    { data: { items: [subscription] }, errors: { "GRA-15": "The quota is met." } },
    { items: [subscription], errors: { "GRA-15": "The quota is met." }, continuationToken: undefined },
  ],
  [
    "getRealTimeSubscriptions",
    (client) => client.getRealTimeSubscriptions({}),
    "GET",
    "/realtime",
    "",
    { data: { items: [live] }, continuationToken: null },
    { items: [live], continuationToken: undefined },
  ],
  [
    "getRealTimeSubscriptionsByTimeseriesId",
    (client) => client.getRealTimeSubscriptionsByTimeseriesId({ timeseriesId }),
    "GET",
    `/realtime/timeseriesid/${timeseriesId}`,
    "",
    { data: { items: [live] } },
    [live],
  ],
  [
    "createRealTimeSubscriptions",
    (client) => client.createRealTimeSubscriptions({ timeseriesIds: [timeseriesId], lifeTimeMinutes: 30 }),
    "POST",
    "/realtime?lifeTime=30",
    `[{"timeseriesId":"${timeseriesId}"}]`,
    { data: { items: [live] } },
    [live],
  ],
  [
    "deleteRealTimeSubscription",
    (client) => client.deleteRealTimeSubscription({ timeseriesId }),
    "DELETE",
    `/realtime/timeseriesid/${timeseriesId}`,
    "",
    message,
    { ...message, statusCode: 200 },
  ],
  [
    "setRealTimeDestination",
    (client) => client.setRealTimeDestination({ connectionString: "Endpoint=sb://x/" }),
    "POST",
    "/realtime/destination",
    '{"connectionString":"Endpoint=sb://x/"}',
    message,
    { ...message, statusCode: 200 },
  ],
])("%s is one request with one result", async (_, call, method, path, text, answer, result) => {
  const { options, sent } = createFakeService(Response.json(answer));
  expect(await call(createImsSubscriptionsClient(options))).toEqual(result);
  // Whether the base has a slash at its end is the same to the service.
  expect(sent.map((request) => ({ ...request, url: request.url.replace(/\/(\?|$)/, "$1") }))).toEqual([
    { method, url: base + path, text },
  ]);
});

test("walkers go to the end", async () => {
  const { options, sent } = createFakeService(
    pageWith([subscription], "1"),
    pageWith([]),
    pageWith([live], "1"),
    pageWith([]),
  );
  const client = createImsSubscriptionsClient(options);
  expect(await client.readSearch({ pageSize: 7 }).all({ maxItems: 1 })).toEqual([subscription]);
  expect(await client.readRealTimeSubscriptions({}).all({ maxItems: 1 })).toEqual([live]);
  expect(sent.map(({ url }) => new URL(url).search)).toEqual([
    "?limit=7",
    "?limit=7&continuationToken=1",
    "",
    "?continuationToken=1",
  ]);
});

test.each<[string, (client: ImsSubscriptionsClient) => Promise<unknown>]>([
  ["uids: is not a list with something in it", (client) => client.createSubscriptions({ uids: [] })],
  ['uids[1]: "" is not a unique id', (client) => client.createSubscriptions({ uids: ["a", ""] })],
  ['timeseriesIds[0]: "a" is not a GUID', (client) => client.createRealTimeSubscriptions({ timeseriesIds: ["a"] })],
  [
    "lifeTime: 0.5 is not a whole number",
    (client) => client.createRealTimeSubscriptions({ timeseriesIds: [timeseriesId], lifeTimeMinutes: 0.5 }),
  ],
  ['timeseriesId: "a" is not a GUID', (client) => client.deleteRealTimeSubscription({ timeseriesId: "a" })],
  ["connectionString: is missing", (client) => client.setRealTimeDestination({ connectionString: "" })],
])("refuses before sending: %s", async (text, call) => {
  const { options, sent } = createFakeService();
  await expect(call(createImsSubscriptionsClient(options))).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(text),
  });
  expect(sent).toHaveLength(0);
});

test("creating is not repeated when the answer is lost, reading is", async () => {
  const lost = Response.json({ message: "Timeout", traceId: "1" }, { status: 504 });
  const create = createFakeService(lost, pageWith([]));
  await expect(createImsSubscriptionsClient(create.options).createSubscriptions({ uids: ["a"] })).rejects.toMatchObject(
    {
      code: "outcome-unknown",
    },
  );
  expect(create.sent).toHaveLength(1);
  const read = createFakeService(lost, pageWith([]));
  await createImsSubscriptionsClient(read.options).search({});
  expect(read.sent).toHaveLength(2);
});

test.each([{ quota: 1 }, { quota: "1", count: 1 }, {}])(
  "a counter without its numbers is refused: %j",
  async (answer) => {
    const { options } = createFakeService(Response.json(answer));
    await expect(createImsSubscriptionsClient(options).searchBySystemCode({ systemCode: "x" })).rejects.toMatchObject({
      code: "decode",
    });
  },
);

test("a page without a list is refused", async () => {
  const { options } = createFakeService(Response.json({ data: null }));
  await expect(createImsSubscriptionsClient(options).search({})).rejects.toMatchObject({ code: "decode" });
});

test("environments are the API's own", () => {
  // Source: EVIDENCE.md, IMS Subscriptions API, Environments.
  expect(imsSubscriptionsEnvironments.prod).toEqual({
    name: "prod",
    baseUrl: base,
    scope: "cae23674-f25d-40a2-b9e4-81649b33b957/.default",
  });
});

test("types", () => {
  expectTypeOf<ReturnType<ImsSubscriptionsClient["search"]>>().toEqualTypeOf<Promise<ImsSubscriptionsPage>>();
  expectTypeOf<ImsSubscriptionsPage["items"][number]["plantSapCode"]>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<{ uids: string }>().not.toExtend<Parameters<ImsSubscriptionsClient["createSubscriptions"]>[0]>();
});
