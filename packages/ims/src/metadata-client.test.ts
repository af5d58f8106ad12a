import type { ItemsPage } from "@omnia-timeseries/core";
import { expect, expectTypeOf, test } from "vitest";
import { createFakeService } from "./fake-service.test-support.ts";
import { createImsMetadataClient } from "./metadata-client.ts";
import type { ImsMetadataClient, ImsTag } from "./metadata-client.ts";
import { imsMetadataEnvironments } from "./metadata-api.ts";

const base = "https://api.gateway.equinor.com/plant/ims-metadata/v1.3";
const tag: ImsTag = { uid: "GRA-15", tag: "GRA-STAT-20-1310_G01.ST", plantStidCode: "GRA", recordId: "15" };
const pageWith = (items: readonly object[], continuationToken: string | null = null): Response =>
  Response.json({ links: null, data: { items }, count: null, continuationToken });

test("a list is one page with its token", async () => {
  const { options, sent } = createFakeService(pageWith([tag], "next"));
  const page = await createImsMetadataClient(options).search({ tag: "GRA-STAT-20-*", limit: 1 });
  expect(page).toEqual({ items: [tag], continuationToken: "next" });
  expect(sent).toEqual([{ method: "GET", url: `${base}/search?limit=1&tag=GRA-STAT-20-*`, text: "" }]);
});

test.each<[string, (client: ImsMetadataClient) => Promise<unknown>, string, string, string]>([
  ["search", (client) => client.search({ uid: "ONO-IMS-7380" }), "GET", "/search?uid=ONO-IMS-7380", ""],
  ["searchByTag", (client) => client.searchByTag({ tag: "A/1 B", limit: 2 }), "GET", "/search/A%2F1%20B?limit=2", ""],
  [
    "searchMultiple",
    (client) => client.searchMultiple({ items: [{ systemCode: "GRA-IMS" }, { tag: "x" }], continuationToken: "t" }),
    "POST",
    "?continuationToken=t",
    '[{"systemCode":"GRA-IMS"},{"tag":"x"}]',
  ],
  ["getMetadata", (client) => client.getMetadata({}), "GET", "", ""],
  ["getMetadataByPlant", (client) => client.getMetadataByPlant({ plant: "1755-gra" }), "GET", "/1755-gra", ""],
  [
    "getMetadataByTag",
    (client) => client.getMetadataByTag({ plant: "1755-gra", tag: "T#1" }),
    "GET",
    "/1755-gra/T%231",
    "",
  ],
  ["getMetadataByUid", (client) => client.getMetadataByUid({ uid: "GRA-15" }), "GET", "/uid/GRA-15", ""],
  ["getFacets", (client) => client.getFacets({ facet: "systemCode" }), "GET", "/facets/systemCode", ""],
])("%s is one request", async (_, call, method, path, text) => {
  const { options, sent } = createFakeService(pageWith([]));
  await call(createImsMetadataClient(options));
  // Whether the base has a slash at its end is the same to the service.
  expect(sent.map((request) => ({ ...request, url: request.url.replace(/\/(\?|$)/, "$1") }))).toEqual([
    { method, url: base + path, text },
  ]);
});

test("lists without pages are lists", async () => {
  const facets = [{ systemCode: "GRA-IMS", count: 15 }];
  const { options } = createFakeService(pageWith([tag]), Response.json({ data: { items: facets } }));
  const client = createImsMetadataClient(options);
  expect(await client.getMetadataByUid({ uid: "GRA-15" })).toEqual([tag]);
  expect(await client.getFacets({ facet: "systemCode" })).toEqual(facets);
});

test("a walker asks page after page for the same, and goes on from a token", async () => {
  const { options, sent } = createFakeService(
    pageWith([tag], "1"),
    pageWith([], "2"),
    pageWith([{ ...tag, uid: "b" }]),
  );
  const reader = createImsMetadataClient(options).readSearch({ tag: "GRA*", pageSize: 5, continuationToken: "0" });
  expect(sent).toHaveLength(0);
  expect((await reader.all({ maxItems: 9 })).map(({ uid }) => uid)).toEqual(["GRA-15", "b"]);
  expect(sent.map(({ url }) => Object.fromEntries(new URL(url).searchParams))).toEqual([
    { limit: "5", continuationToken: "0", tag: "GRA*" },
    { limit: "5", continuationToken: "1", tag: "GRA*" },
    { limit: "5", continuationToken: "2", tag: "GRA*" },
  ]);
});

test.each<[string, (client: ImsMetadataClient) => Promise<unknown>]>([
  ["items: is not a list with something in it", (client) => client.searchMultiple({ items: [] })],
  ["items[1]: names no field", (client) => client.searchMultiple({ items: [{ tag: "x" }, { tag: null }] })],
  ['tag: "" cannot stand in a path', (client) => client.searchByTag({ tag: "" })],
  ['plant: ".." cannot stand in a path', (client) => client.getMetadataByPlant({ plant: ".." })],
  ["limit: 0 is not a whole number from 1 to 100000", (client) => client.getMetadata({ limit: 0 })],
  ["limit: 100001 is not", (client) => client.readMetadata({ pageSize: 100_001 }).all({ maxItems: 1 })],
])("refuses before sending: %s", async (message, call) => {
  const { options, sent } = createFakeService();
  await expect(call(createImsMetadataClient(options))).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(message),
  });
  expect(sent).toHaveLength(0);
});

test("an answer without a list is refused, and a refusal is an error", async () => {
  const refusal = { statusCode: 404, message: "Not found.", traceId: "0HMT7I3PQEH7M:00000DB3" };
  const { options } = createFakeService(Response.json({ items: [] }), Response.json(refusal, { status: 404 }));
  const client = createImsMetadataClient(options);
  await expect(client.search({})).rejects.toMatchObject({ code: "decode" });
  await expect(client.getMetadataByUid({ uid: "x" })).rejects.toMatchObject({
    code: "not-found",
    statusCode: 404,
    operationId: "GetMetadataByUid",
  });
});

test("rest speaks the wire's own names", async () => {
  const { options, sent } = createFakeService(pageWith([tag]));
  const { data } = await createImsMetadataClient(options).rest.GET("/search", { params: { query: { tag: "a b" } } });
  expect(data?.data.items).toEqual([tag]);
  expect(sent[0]!.url).toBe(`${base}/search?tag=a%20b`);
});

test("environments are the API's own", () => {
  // Source: EVIDENCE.md, IMS Metadata API, Environments.
  expect(imsMetadataEnvironments.prod.scope).toBe("71415e4e-7131-4a81-9596-f921978cdbee/.default");
  expect(imsMetadataEnvironments.dev.baseUrl).toBe("https://api-dev.gateway.equinor.com/plant/ims-metadata/v1.3");
});

test("types", () => {
  expectTypeOf<ReturnType<ImsMetadataClient["search"]>>().toEqualTypeOf<Promise<ItemsPage<ImsTag>>>();
  expectTypeOf<ImsTag["recordId"]>().toEqualTypeOf<string | null | undefined>();
  type Parameters0<Name extends keyof ImsMetadataClient> = ImsMetadataClient[Name] extends (
    first: infer First,
  ) => unknown
    ? First
    : never;
  expectTypeOf<{ plant: string }>().not.toExtend<Parameters0<"getMetadataByTag">>();
  expectTypeOf<{ plant: string; tag: string }>().toExtend<Parameters0<"getMetadataByTag">>();
  expectTypeOf<{ tag: number }>().not.toExtend<Parameters0<"search">>();
  expectTypeOf<{ pageSize: number }>().toExtend<Parameters0<"readSearch">>();
});
