import {
  dig,
  digList,
  digText,
  expectMessage,
  expectStatus,
  readItems,
  readJson,
  readOnlyItem,
} from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";

const read = { needs: ["ims.read"] } as const;
const write = { needs: ["ims.read", "write"] } as const;

/** Few of all tags: those whose names begin as the name of the series does. */
async function tagQuery({ sample }: CaseContext): Promise<{ readonly tag: string; readonly limit: number }> {
  return { tag: `${(await sample()).name.slice(0, 5)}*`, limit: 1 };
}

/** Any one tag. */
async function findTag(context: CaseContext): Promise<unknown> {
  const request = { api: "ims-metadata", path: "/search", query: await tagQuery(context) } as const;
  const [tag] = readItems(await context.send(request));
  if (tag === undefined) throw new NotApplicable("the caller sees no tag whose name begins as that of the series");
  return tag;
}

/** A subscription to a tag, made if need be. */
async function subscribe(context: CaseContext): Promise<unknown> {
  const uId = digText(await findTag(context), "uid");
  return readOnlyItem(await context.send({ api: "ims-subscriptions", path: "/", body: [{ uId }] }));
}

/** IMS Metadata, IMS Subscriptions and IMS Subscriptions Management. */
export const imsCases: readonly ConformanceCase[] = [
  {
    ...read,
    name: "IMS: a search gives tags with their uid and system",
    operationIds: ["GetSearch"],
    rests: { fact: "[spec], [sdk]" },
    async check(context) {
      const tag = await findTag(context);
      for (const name of ["id", "uid", "tag", "systemCode"]) digText(tag, name);
    },
  },
  {
    ...read,
    name: "IMS: the id of a tag is the SHA-1 of its uid",
    operationIds: ["GetSearch"],
    rests: { fact: "[spec]" },
    async check(context) {
      const tag = await findTag(context);
      const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(digText(tag, "uid")));
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      expectThat(digText(tag, "id").toLowerCase() === hex, "another id");
    },
  },
  {
    ...read,
    name: "IMS: a page tells the count of all, and a token leads on",
    operationIds: ["GetSearch"],
    rests: { fact: "[spec], [sdk]" },
    async check(context) {
      const { send } = context;
      const api = "ims-metadata";
      const query = await tagQuery(context);
      const body = readJson(await send({ api, path: "/search", query }));
      const count = Number(dig(body, "count"));
      if (count === 1) throw new NotApplicable("the caller sees one tag only");
      expectThat(count > 1, "no count of all tags on a page of one");
      const continuationToken = digText(body, "continuationToken");
      const next = readOnlyItem(await send({ api, path: "/search", query: { ...query, continuationToken } }));
      expectThat(dig(next, "uid") !== dig(digList(body, "data", "items")[0], "uid"), "the same tag on both pages");
    },
  },
  {
    ...read,
    name: "IMS: a tag is found by its uid",
    operationIds: ["GetMetadataByUid", "GetSearch"],
    rests: { fact: "[spec], [sdk]" },
    async check(context) {
      const uid = digText(await findTag(context), "uid");
      const path = `/uid/${encodeURIComponent(uid)}`;
      expectThat(dig(readOnlyItem(await context.send({ api: "ims-metadata", path })), "uid") === uid, "another tag");
      const found = readOnlyItem(await context.send({ api: "ims-metadata", path: "/search", query: { uid } }));
      expectThat(dig(found, "uid") === uid, "another tag by search");
    },
  },
  {
    ...read,
    name: "IMS: a uid that there is not is a 404",
    operationIds: ["GetMetadataByUid"],
    rests: { assumption: "imsTags" },
    async check({ send, unique }) {
      const { status } = await send({ api: "ims-metadata", path: `/uid/${unique()}` });
      expectThat(status === 404, `status ${status}`);
    },
  },
  {
    ...read,
    name: "IMS: many tags are searched by an array of fields",
    operationIds: ["SearchMultiple"],
    rests: { fact: "[spec]" },
    async check(context) {
      const uid = digText(await findTag(context), "uid");
      const found = readItems(await context.send({ api: "ims-metadata", path: "/", body: [{ uid }] }));
      expectThat(found.length === 1 && dig(found[0], "uid") === uid, `${found.length} tags for one uid`);
    },
  },
  {
    ...read,
    name: "IMS: tags are listed, all of them and those of a plant, with a limit",
    operationIds: ["GetMetadata", "GetMetadataByPlant"],
    rests: { fact: "[spec]" },
    async check(context) {
      const plant = digText(await findTag(context), "plantSapCode");
      for (const path of ["/", `/${encodeURIComponent(plant)}`]) {
        const answer = await context.send({ api: "ims-metadata", path, query: { limit: 1 } });
        const found = readOnlyItem(answer);
        expectThat(path === "/" || dig(found, "plantSapCode") === plant, "a tag of another plant");
      }
    },
  },
  {
    ...read,
    name: "IMS: a tag is found by its name in the path, of a plant or of all",
    operationIds: ["GetMetadataByTag", "GetSearchByTag"],
    rests: { fact: "[spec]" },
    async check(context) {
      const tag = await findTag(context);
      const name = digText(tag, "tag");
      if (/[/?#%*]/.test(name))
        throw new NotApplicable("the name of the tag holds a character that a path does not take");
      for (const start of [digText(tag, "plantSapCode"), "search"]) {
        const path = `/${encodeURIComponent(start)}/${encodeURIComponent(name)}`;
        const found = readItems(await context.send({ api: "ims-metadata", path }));
        expectThat(
          found.some((one) => dig(one, "uid") === digText(tag, "uid")),
          `it is not found by ${start === "search" ? "search" : "plant"}`,
        );
      }
    },
  },
  {
    ...read,
    name: "IMS: facets count tags by a field",
    operationIds: ["GetFacets"],
    rests: { fact: "[spec]" },
    async check({ send }) {
      const items = readItems(await send({ api: "ims-metadata", path: "/facets/systemCode" }));
      const isRight = items.length > 0 && items.every((item) => Number(dig(item, "count")) > 0);
      expectThat(isRight && typeof dig(items[0], "systemCode") === "string", "no counts by systemCode");
    },
  },
  {
    ...read,
    name: "IMS: the counter of a system is its quota and its count, in both APIs",
    operationIds: ["GetSubscriptionCounter", "GetSubscriptionCounterBySystemCode"],
    rests: { fact: "[sdk]" },
    async check(context) {
      const system = encodeURIComponent(digText(await findTag(context), "systemCode"));
      for (const [api, path] of [
        ["ims-subscriptions", `/${system}`],
        ["ims-subscriptions-management", `/${system}/counter`],
      ] as const) {
        const answer = await context.send({ api, path });
        expectStatus(answer, 200);
        const body = readJson(answer);
        const isRight = Number.isInteger(dig(body, "quota")) && Number.isInteger(dig(body, "count"));
        expectThat(isRight, `no quota and count in ${api}`);
      }
    },
  },
  {
    ...read,
    name: "IMS: subscriptions are a list in data.items",
    operationIds: ["GetSubscriptions", "GetRealTimeSubscriptions"],
    rests: { fact: "[spec]" },
    async check({ send }) {
      readItems(await send({ api: "ims-subscriptions", path: "/", query: { limit: 1 } }));
      readItems(await send({ api: "ims-subscriptions", path: "/realtime" }));
    },
  },
  {
    ...write,
    name: "IMS: a subscription to a tag makes a series of it, and is found by uid and by the series",
    operationIds: ["CreateSubscriptions", "GetSubscriptionsByUid", "GetSubscriptionsByTimeseriesId"],
    rests: { fact: "[wiki], [sdk], [sdk-old]" },
    async check(context) {
      const made = await subscribe(context);
      const uid = digText(made, "uId");
      const timeseriesId = digText(made, "timeseriesId");
      const series = readOnlyItem(await context.send({ path: `/${timeseriesId}` }));
      expectThat(dig(series, "externalId") === uid, "the series does not have the uid as its externalId");
      expectThat(dig(series, "source") === "IMS", "the source of the series is not IMS");
      const api = "ims-subscriptions";
      const byUid = await context.send({ api, path: `/uid/${encodeURIComponent(uid)}`, query: { uid } });
      expectThat(dig(readOnlyItem(byUid), "timeseriesId") === timeseriesId, "another subscription by uid");
      const bySeries = await context.send({ api, path: `/timeseriesId/${timeseriesId}`, query: { timeseriesId } });
      expectThat(dig(readOnlyItem(bySeries), "uId") === uid, "another subscription by series");
    },
  },
  {
    ...write,
    name: "IMS: a subscription for the database brings one for the data lake, and the plant's SAP code is a number",
    operationIds: ["CreateSubscriptions"],
    rests: { fact: "[wiki], [spec]" },
    async check(context) {
      const made = await subscribe(context);
      expectThat(dig(made, "tsdbExportEnabled") === true, "no export to the database");
      expectThat(dig(made, "dlExportEnabled") === true, "no export to the data lake");
      expectThat(Number.isInteger(dig(made, "plantSapCode")), "plantSapCode is no whole number");
    },
  },
  {
    ...write,
    name: "IMS: a real-time subscription lives for 10 minutes, or for its lifeTime",
    operationIds: [
      "CreateRealTimeSubscriptions",
      "GetRealTimeSubscriptionsByTimeseriesId",
      "DeleteRealTimeSubscription",
    ],
    rests: { fact: "[wiki]" },
    async check(context) {
      const timeseriesId = digText(await subscribe(context), "timeseriesId");
      const api = "ims-subscriptions";
      for (const [query, minutes] of [
        [{}, 10],
        [{ lifeTime: 30 }, 30],
      ] as const) {
        const made = await context.send({ api, path: "/realtime", query, body: [{ timeseriesId }] });
        const leftMs = Date.parse(digText(readOnlyItem(made), "expiration")) - context.nowMs();
        expectThat(
          Math.abs(leftMs - minutes * 60_000) < 30_000,
          `${Math.round(leftMs / 1000)} s for ${minutes} minutes`,
        );
      }
      const path = `/realtime/timeseriesid/${timeseriesId}`;
      expectMessage(await context.send({ api, method: "DELETE", path }), 200);
      expectThat(readItems(await context.send({ api, path })).length === 0, "it is there after its end");
    },
  },
  {
    ...write,
    name: "IMS: a destination is a connection string",
    operationIds: ["SetRealTimeDestination"],
    rests: { fact: "[wiki]" },
    async check({ send }) {
      const connectionString = "Endpoint=sb://example.servicebus.windows.net/;EntityPath=example";
      const request = { api: "ims-subscriptions", path: "/realtime/destination" } as const;
      expectMessage(await send({ ...request, body: { connectionString } }), 200);
      expectMessage(await send({ ...request, body: {} }), 400);
    },
  },
  {
    ...write,
    name: "IMS: the state of a subscription is patched, and reset",
    operationIds: ["PatchSubscriptionByUid"],
    rests: { fact: "[sdk]" },
    async check(context) {
      const uid = digText(await subscribe(context), "uId");
      const request = {
        api: "ims-subscriptions-management",
        method: "PATCH",
        path: `/uid/${encodeURIComponent(uid)}`,
      } as const;
      expectStatus(await context.send({ ...request, body: { tsdbBackfilled: true, tsdbEventsExported: 5 } }), 200);
      const read = async () =>
        readOnlyItem(await context.send({ api: "ims-subscriptions", path: `/uid/${encodeURIComponent(uid)}` }));
      expectThat(dig(await read(), "tsdbEventsExported") === 5, "the patch is not read back");
      expectStatus(await context.send({ ...request, query: { resetState: "True" }, body: {} }), 200);
      expectThat(dig(await read(), "tsdbEventsExported") !== 5, "the state is not reset");
    },
  },
  {
    ...write,
    name: "IMS: a patch with an unknown field is refused with 400 and 'Invalid field: …'",
    operationIds: ["PatchSubscriptionByUid"],
    rests: { fact: "[sdk]" },
    async check(context) {
      const uid = digText(await subscribe(context), "uId");
      const path = `/uid/${encodeURIComponent(uid)}`;
      const body = { notAllowedField: 1 };
      const answer = await context.send({ api: "ims-subscriptions-management", method: "PATCH", path, body });
      expectThat(expectMessage(answer, 400) === "Invalid field: notAllowedField", "another message");
    },
  },
];
