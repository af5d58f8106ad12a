import { describe, expect, test } from "vitest";
import type { GroupMapping } from "./access.ts";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { MockServerOptions } from "./mock-server-options.ts";
import { alarmEvents, imsSubscriptions, timeseries } from "./wire.test-support.ts";

// Who sees and changes what, on the wire. Series in two plants, one of them under both of its codes, of two sources.

interface Given {
  readonly name: string;
  readonly facility: string;
  readonly source: string;
}

const given: readonly Given[] = [
  { name: "a", facility: "1755", source: "IMS" },
  { name: "b", facility: "GRA", source: "test" },
  { name: "c", facility: "1191", source: "IMS" },
  { name: "d", facility: "1191", source: "test" },
];

/** Written out by hand: which of the series above a person sees, and may change. */
const people: readonly { who: string; groups: string[]; sees: string; changes: string; plants: string }[] = [
  { who: "nobody", groups: [], sees: "", changes: "", plants: "" },
  { who: "imsReader", groups: ["ims"], sees: "ac", changes: "", plants: "1755 1191" },
  { who: "graneReader", groups: ["grane"], sees: "a", changes: "", plants: "1755" },
  { who: "graneWriter", groups: ["graneTest"], sees: "b", changes: "b", plants: "1755" },
  { who: "asgardBySap", groups: ["ASGARD"], sees: "d", changes: "d", plants: "1191" },
  { who: "both", groups: ["graneTest", "ims"], sees: "abc", changes: "b", plants: "1755 1191" },
  { who: "stranger", groups: ["elsewhere"], sees: "", changes: "", plants: "1219" },
];

const access: readonly GroupMapping[] = [
  { groupId: "ims", source: "IMS", canWrite: false },
  { groupId: "grane", plantSapCode: "1755", plantStidCode: "GRA", source: "IMS", canWrite: false },
  { groupId: "graneTest", plantStidCode: "gra", source: "test", canWrite: true },
  { groupId: "asgard", plantSapCode: "1191", plantStidCode: null, source: "test", canWrite: true },
  { groupId: "elsewhere", plantSapCode: "1219", source: "test", canWrite: true },
];

const startTime = "2024-01-01T00:00:00Z";
const write = { datapoints: [{ time: startTime, value: 7 }] };

function createServer(more: MockServerOptions = {}) {
  const server = createMockServer({
    access,
    users: people.map(({ who, groups }) => ({ id: `id-of-${who}`, name: who, username: who, groups })),
    series: given.map((one) => ({ ...one, datapoints: [{ time: startTime, value: 1 }] })),
    alarmEvents: {
      events: ["GRA", "1191"].map((facility) => ({ facility, timestamp: startTime, sourceName: "x" })),
    },
    ...more,
  });
  const ids = Object.fromEntries(server.store.series.map(({ name, id }) => [name!, id]));
  return { server, ids };
}

interface Answer {
  readonly statusCode: number;
  readonly body: {
    readonly message?: string;
    readonly items?: { facility: string }[];
    readonly data?: { items: Record<string, unknown>[] };
  };
}

const scopes = {
  [timeseries]: "32f2a909-8a98-4eb8-b22d-1208d9350cb0",
  [imsSubscriptions]: "789d768e-32ac-417b-b286-be5e0d460809",
  [alarmEvents]: "657b2767-ee47-47ff-b745-af501ea053cb",
};

/** Asks as a person does, with a token of theirs. */
async function ask(
  server: MockServer,
  who: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  api: keyof typeof scopes = timeseries,
): Promise<Answer> {
  const token = await server.clientOptions(who).credential.getToken(`${scopes[api]}/.default`);
  const response = await server.fetch(`http://any.host${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${token!.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { statusCode: response.status, body: JSON.parse(await response.text()) as Answer["body"] };
}

const names = given.map(({ name }) => name);
const items = ({ body }: Answer): Record<string, unknown>[] => body.data?.items ?? [];
const namesOf = (answer: Answer): string =>
  items(answer)
    .map(({ name }) => name)
    .join("");
const rows = people.flatMap((person) => names.map((name) => ({ ...person, name })));

describe("one series", () => {
  const reads = [
    "",
    "/data",
    "/data/first",
    "/data/latest",
    "/history",
    "/data/aggregates?aggregateFunction=avg&processingInterval=1d",
  ];

  test.each(rows)("$who reads $name", async ({ who, name, sees }) => {
    const { server, ids } = createServer();
    const facility = given.find((one) => one.name === name)!.facility;
    const paths = [...reads.map((path) => `/${ids[name]}${path}`), `/query/data?name=${name}&facility=${facility}`];
    const codes = await Promise.all(paths.map(async (path) => (await ask(server, who, "GET", path)).statusCode));
    expect(codes).toEqual(paths.map(() => (sees.includes(name) ? 200 : 404)));
  });

  test.each(rows)("$who changes $name", async ({ who, name, sees, changes }) => {
    const { server, ids } = createServer();
    const id = ids[name];
    const code = changes.includes(name) ? 200 : sees.includes(name) ? 403 : 404;
    const { facility } = given.find((one) => one.name === name)!;
    const before = server.store.series.find((one) => one.id === id);
    const done = [
      await ask(server, who, "POST", `/${id}/data?async=false`, write),
      await ask(server, who, "POST", "/data?async=false", { items: [{ id, ...write }] }),
      await ask(server, who, "PUT", `/${id}`, { name, facility, unit: "bar" }),
      await ask(server, who, "PATCH", `/${id}`, { description: "x" }),
      await ask(server, who, "DELETE", `/${id}/data?endTime=2023-01-01`),
    ];
    expect(done.map(({ statusCode }) => statusCode)).toEqual(done.map(() => code));
    expect(server.store.points(id!).value[0]).toBe(code === 200 ? 7 : 1);
    expect(server.store.series.find((one) => one.id === id) === before).toBe(code !== 200);
    expect((await ask(server, who, "POST", `/${id}/data`, write)).statusCode).toBe(code === 200 ? 202 : code);
    expect((await ask(server, who, "DELETE", `/${id}`)).statusCode).toBe(code);
    expect(server.store.series.some((one) => one.id === id)).toBe(code !== 200);
  });
});

describe.each(people)("many series: $who", ({ who, sees, changes, plants }) => {
  test("lists and searches have what may be seen", async () => {
    const { server } = createServer();
    for (const path of ["/", "/search?name=*", "/search/*"]) {
      expect(namesOf(await ask(server, who, "GET", path))).toBe(sees);
    }
  });

  test("facets and counters count what may be seen", async () => {
    const { server } = createServer();
    const seen = given.filter(({ name }) => sees.includes(name));
    const bySource = ["IMS", "test"].map((source) => ({
      source,
      count: seen.filter((one) => one.source === source).length,
    }));
    const facet = items(await ask(server, who, "GET", "/facets/source"));
    expect(new Set(facet)).toEqual(new Set(bySource.filter(({ count }) => count > 0)));
    const facilities = items(await ask(server, who, "GET", "/facility/counters")).map(({ facility }) => facility);
    const plantOf = ({ facility }: Given): string => (facility === "1191" ? "1191" : "1755");
    const expected = new Set(seen.map(plantOf));
    expect(new Set(facilities.map((facility) => (facility === "1191" ? "1191" : "1755")))).toEqual(expected);
    expect(facilities).toHaveLength(expected.size);
  });

  test.each(["/query/data", "/query/data/first", "/query/data/latest"])(
    "%s refuses each that is hidden",
    async (path) => {
      const { server, ids } = createServer();
      const answer = await ask(
        server,
        who,
        "POST",
        path,
        names.map((name) => ({ id: ids[name] })),
      );
      expect(answer.statusCode).toBe(200);
      const codes = items(answer).map(({ statusCode }) => statusCode ?? 200);
      expect(codes).toEqual(names.map((name) => (sees.includes(name) ? 200 : 404)));
    },
  );

  test("a write of many is done as a whole or not at all", async () => {
    const { server, ids } = createServer();
    const body = { items: names.map((name) => ({ id: ids[name], ...write })) };
    expect([403, 404]).toContain((await ask(server, who, "POST", "/data?async=false", body)).statusCode);
    expect(names.map((name) => server.store.points(ids[name]!).value[0])).toEqual([1, 1, 1, 1]);
  });

  test("live data is of what may be seen", async () => {
    const { server, ids } = createServer();
    for (const name of names) {
      const code = sees.includes(name) ? 200 : 404;
      const subscribed = await ask(server, who, "POST", "/streaming/subscriptions", [{ id: ids[name] }]);
      expect(subscribed.statusCode).toBe(code);
      const realTime = await ask(server, who, "POST", "/realtime", [{ timeseriesId: ids[name] }], imsSubscriptions);
      expect(realTime.statusCode).toBe(code);
    }
  });

  test("a series is created where one may write, and its name is taken also when it is hidden", async () => {
    const { server } = createServer();
    for (const [facility, plant] of [
      ["1755", "b"],
      ["ASGB", "d"],
    ] as const) {
      const mayWrite = changes.includes(plant);
      const before = server.store.series.length;
      // `a` and `c` are of another source: nobody who may create here sees all of them.
      const taken = facility === "1755" ? "a" : "c";
      expect((await ask(server, who, "POST", "/", { name: taken, facility })).statusCode).toBe(mayWrite ? 409 : 403);
      const both = [
        { name: "fresh", facility },
        { name: taken, facility },
      ];
      const isTakenSeen = sees.includes(taken);
      const added = await ask(server, who, "POST", "/getoradd", both);
      expect(added.statusCode).toBe(mayWrite ? (isTakenSeen ? 200 : 409) : 403);
      expect(server.store.series.length).toBe(before + (added.statusCode === 200 ? 1 : 0));
      const again = await ask(server, who, "POST", "/", { name: "new", facility });
      expect(again.statusCode).toBe(mayWrite ? 200 : 403);
    }
  });

  test("get-or-add gives what is there to those who only see it", async () => {
    const { server } = createServer();
    for (const { name, facility } of given) {
      const { statusCode } = await ask(server, who, "POST", "/getoradd", [{ name, facility }]);
      const mayCreate = changes.includes(facility === "1191" ? "d" : "b");
      expect(statusCode).toBe(sees.includes(name) ? 200 : mayCreate ? 409 : 403);
    }
  });

  test("events are those of plants where anything may be seen", async () => {
    const { server } = createServer();
    const { body } = await ask(server, who, "GET", "/sources", undefined, alarmEvents);
    const seen = [
      ["GRA", "1755"],
      ["1191", "1191"],
    ].filter(([, plant]) => plants.includes(plant!));
    expect(body.items).toEqual(seen.map(([facility]) => ({ facility })));
    for (const [facility, plant] of [
      ["gra", "1755"],
      ["ASGB", "1191"],
    ] as const) {
      const code = plants.includes(plant) ? 200 : 404;
      for (const [method, path] of [
        ["GET", "/events/{}?sourceName=*"],
        ["GET", "/events/{}/count"],
        ["POST", "/streaming/subscriptions/{}"],
      ] as const) {
        const answer = await ask(server, who, method, path.replace("{}", facility), undefined, alarmEvents);
        expect(answer.statusCode).toBe(code);
      }
    }
  });
});

describe("a server with access", () => {
  test("moves no series to where its writer may not write", async () => {
    const { server, ids } = createServer();
    const move = (facility: string) => ask(server, "graneWriter", "PATCH", `/${ids["b"]}`, { facility });
    expect((await move("1191")).statusCode).toBe(403);
    expect((await move("1755")).statusCode).toBe(200);
  });

  test("hides with 403 where it is told to, one by one; in requests for many still with 404", async () => {
    const { server, ids } = createServer({ assumptions: { hiddenSeries: "forbidden" } });
    const paths = [`/${ids["a"]}`, `/${ids["a"]}/data`, "/query/data?name=a&facility=1755"];
    for (const path of paths) expect((await ask(server, "nobody", "GET", path)).statusCode).toBe(403);
    expect((await ask(server, "nobody", "GET", `/${crypto.randomUUID()}`)).statusCode).toBe(404);
    expect((await ask(server, "nobody", "POST", `/${ids["a"]}/data`, write)).statusCode).toBe(403);
    for (const path of ["/query/data", "/query/data/first", "/query/data/latest"]) {
      expect(items(await ask(server, "nobody", "POST", path, [{ id: ids["a"] }]))).toMatchObject([{ statusCode: 404 }]);
    }
    const taken = await ask(server, "graneWriter", "POST", "/getoradd", [{ name: "a", facility: "1755" }]);
    expect(taken.statusCode).toBe(409);
    expect(namesOf(await ask(server, "nobody", "GET", "/"))).toBe("");
    const events = await ask(server, "nobody", "GET", "/events/GRA?sourceName=*", undefined, alarmEvents);
    expect(events.statusCode).toBe(403);
  });

  test("goes by the groups of apps too", async () => {
    const clientId = "22222222-2222-4222-8222-222222222222";
    const { server } = createServer({ apps: [{ clientId, groups: ["ims"] }] });
    expect(namesOf(await ask(server, undefined, "GET", "/"))).toBe("ac");
    const without = createServer().server;
    expect(namesOf(await ask(without, undefined, "GET", "/"))).toBe("");
  });

  test("makes series of tags for those who may not write: the platform does it", async () => {
    const tag = { uid: "GRA-1", tag: "t", systemCode: "GRA-IMS", plantSapCode: "1755" };
    const { server } = createServer({ ims: { tags: [tag] } });
    const { statusCode } = await ask(server, "graneReader", "POST", "/", [{ uId: "GRA-1" }], imsSubscriptions);
    expect(statusCode).toBe(200);
    expect(namesOf(await ask(server, "graneReader", "GET", "/"))).toBe("at");
  });

  test("without mappings nobody sees anything; without the option everybody everything", async () => {
    expect(namesOf(await ask(createServer({ access: [] }).server, "both", "GET", "/"))).toBe("");
    expect(namesOf(await ask(createMockServer({ series: given }), undefined, "GET", "/"))).toBe("abcd");
  });
});
