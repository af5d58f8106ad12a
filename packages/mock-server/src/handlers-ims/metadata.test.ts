import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createExamples } from "../examples.ts";
import { createMockServer } from "../mock-server.ts";
import type { MockServerOptions } from "../mock-server-options.ts";
import type { ImsTagOptions } from "../store/ims-tag.ts";
import { ask, imsMetadata } from "../wire.test-support.ts";

interface Tags {
  data: { items: Record<string, string | null>[] };
  count: number;
  continuationToken: string | null;
}

const gra = { systemCode: "GRA-IMS", plantSapCode: "1755", plantStidCode: "GRA", source: "IMS" };
const tags: ImsTagOptions[] = [
  { ...gra, uid: "GRA-1", tag: "GRA-STAT-20-1310_G01.ST", terminal: "PRIM", engUnits: "bar" },
  { ...gra, uid: "GRA-2", tag: "GRA-STAT-20-1310_G01.ST", terminal: "SEC" },
  { ...gra, uid: "GRA-3", tag: "GRA-FOI -13-0979.PV" },
  { uid: "ONO-IMS-7380", tag: "KRI.94/Y æ", systemCode: "ONO-IMS", plantSapCode: "1901" },
];

function createServer(given: readonly ImsTagOptions[] = tags) {
  const server = createMockServer({ auth: "none", ims: { tags: given } });
  const send = <Body = Tags>(method: string, path: string, body?: unknown) =>
    ask<Body>(server, method, imsMetadata + path, body);
  return { send };
}

describe("IMS Metadata", () => {
  test.each([
    ["", ["GRA-1", "GRA-2", "GRA-3", "ONO-IMS-7380"]],
    ["/?limit=1", ["GRA-1"]],
    ["/search?tag=gra-stat*", ["GRA-1", "GRA-2"]],
    ["/search?tag=GRA-*&uid=GRA-3", ["GRA-3"]],
    ["/search?tag=GRA", []],
    ["/search/*979*", ["GRA-3"]],
    ["/search/KRI.94%2FY%20%C3%A6", ["ONO-IMS-7380"]],
    ["/uid/GRA-2", ["GRA-2"]],
    ["/UID/GRA-2/", ["GRA-2"]],
    ["/1755", ["GRA-1", "GRA-2", "GRA-3"]],
    ["/gra", ["GRA-1", "GRA-2", "GRA-3"]],
    ["/1755-gra", ["GRA-1", "GRA-2", "GRA-3"]],
    ["/GRA/GRA-STAT-20-1310_G01.ST", ["GRA-1", "GRA-2"]],
    ["/1901/GRA-STAT-20-1310_G01.ST", []],
    ["/nowhere", []],
  ])("%s finds %j", async (path, uids) => {
    const { status, json } = await createServer().send("GET", path);
    expect(status).toBe(200);
    expect(json.data.items.map(({ uid }) => uid)).toEqual(uids);
  });

  test("a tag has all fields, null where nothing is known; its id is the SHA-1 of its uid", async () => {
    const { json } = await createServer().send("GET", "/uid/GRA-1");
    const [item] = json.data.items;
    expect(item).toMatchObject({ ...tags[0], id: createHash("sha1").update("GRA-1").digest("hex"), fieldId: null });
    expect(Object.keys(item!).length).toBe(29);
    expect((await createServer().send("GET", "/uid/GRA-9")).status).toBe(404);
  });

  test.each([
    [
      [{ systemCode: "ONO-IMS" }, { tag: "GRA-FOI -13-0979.PV", terminal: null }],
      ["GRA-3", "ONO-IMS-7380"],
    ],
    [[{ plantSapCode: "1755", TERMINAL: "SEC" }], ["GRA-2"]],
    [[{ plantSapCode: "1755", systemCode: "ONO-IMS" }], []],
  ])("a search for %j finds the tags with all fields of one of them", async (body, uids) => {
    const { json } = await createServer().send("POST", "/", body);
    expect(json.data.items.map(({ uid }) => uid)).toEqual(uids);
  });

  test.each([
    ["GET", "/", undefined],
    ["GET", "/search?tag=*", undefined],
    ["GET", "/search/*", undefined],
    ["POST", "/", [{ plantSapCode: "1755" }, { plantSapCode: "1901" }]],
  ])("all pages of %s %s together are the whole, and count it", async (method, path, body) => {
    const { send } = createServer();
    const found: unknown[] = [];
    let token: string | null = "";
    while (token !== null) {
      const more: string = token === "" ? "" : `&continuationToken=${token}`;
      const { json }: { json: Tags } = await send(
        method,
        `${path}${path.includes("?") ? "&" : "?"}limit=3${more}`,
        body,
      );
      found.push(...json.data.items.map(({ uid }) => uid));
      expect(json.count).toBe(4);
      token = json.continuationToken;
    }
    expect(found).toEqual(tags.map(({ uid }) => uid));
  });

  test("a token goes with its question only", async () => {
    const { send } = createServer();
    const { json } = await send("POST", "/?limit=1", [{ plantSapCode: "1755" }]);
    const token = `continuationToken=${json.continuationToken}`;
    expect((await send("POST", `/?${token}`, [{ systemCode: "GRA-IMS" }])).status).toBe(400);
    expect((await send("GET", `/1755?${token}`)).status).toBe(400);
  });

  test("facets count the values of a field", async () => {
    const { send } = createServer();
    type Facets = { data: { items: object[] } };
    expect((await send<Facets>("GET", "/facets/SystemCode")).json.data.items).toEqual([
      { systemCode: "GRA-IMS", count: 3 },
      { systemCode: "ONO-IMS", count: 1 },
    ]);
    expect((await send<Facets>("GET", "/facets/terminal")).json.data.items).toEqual([
      { terminal: "PRIM", count: 1 },
      { terminal: "SEC", count: 1 },
    ]);
    expect((await send("GET", "/facets/colour")).status).toBe(400);
  });

  test("there are none but those that are given; the examples have some", async () => {
    const count = async (options: MockServerOptions) =>
      (await ask<Tags>(createMockServer({ ...options, auth: "none" }), "GET", imsMetadata)).json.data.items.length;
    expect(await count({})).toBe(0);
    expect(await count(createExamples(0))).toBeGreaterThan(0);
  });

  test.each([
    ["one uid twice", { tags: [tags[0]!, tags[0]!] }, "conflict"],
    ["a quota that is no count", { quotas: { "GRA-IMS": -1 } }, "invalid-argument"],
  ])("%s is refused by the constructor", (_, ims, code) => {
    expect(() => createMockServer({ ims })).toThrow(expect.objectContaining({ code }));
  });
});
