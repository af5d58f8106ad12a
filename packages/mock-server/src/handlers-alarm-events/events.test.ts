import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createExamples } from "../examples.ts";
import { createMockServer } from "../mock-server.ts";
import type { AlarmEventOptions } from "../store/alarm-events.ts";
import { alarmEvents, ask, tokenOf } from "../wire.test-support.ts";

interface Events {
  items: (Record<string, unknown> & { message: string; timestamp: string })[];
  totalCount: number;
  continuationToken: string | null;
}

const events: AlarmEventOptions[] = [
  {
    facility: "AHA",
    timestamp: "2024-01-02T00:00:00Z",
    sourceName: "19-PT-2",
    message: "b",
    severity: 700,
    priority: 1,
  },
  { facility: "AHA", timestamp: "2024-01-01T12:00:00+01:00", sourceName: "19-PT-1", message: "a", ackedState: false },
  { facility: "aha", timestamp: "2024-01-03T23:59:59Z", sourceName: "20-LT-1", message: "c", node: "N1", priority: 1 },
  {
    facility: "AHA",
    timestamp: "2024-01-02T12:00:00Z",
    sourceName: "19-PT-2",
    message: "d",
    priority: 1,
    description: "Inlet pressure",
    eventType: "Condition",
    activeState: true,
    actionTime: "2024-01-02T13:00:00Z",
    otherFields: { colour: "red" },
  },
  { facility: "NOR", timestamp: "2024-01-02T00:00:00Z", sourceName: "x", message: "n" },
];

function createServer(given: readonly AlarmEventOptions[] = events) {
  const server = createMockServer({ auth: "none", now: () => Date.UTC(2024, 5, 1), alarmEvents: { events: given } });
  server.clock.freeze();
  const send = <Body = Events>(method: string, path: string, body?: unknown, token?: string) =>
    ask<Body>(server, method, alarmEvents + path, body, token);
  return { server, send };
}

/** All sources, which must be said, where a query names none. */
const withSource = (query: string): string => (query.includes("sourceName") ? query : `sourceName=*&${query}`);

describe("reading events", () => {
  test("they stand at the top of the answer, with all fields", async () => {
    const { json } = await createServer().send("GET", "/events/AHA?sourceName=*&limit=1");
    expect(json).toEqual({
      items: [
        {
          timestamp: "2024-01-01T11:00:00.0000000Z",
          sourceName: "19-PT-1",
          message: "a",
          ackedState: false,
          ...Object.fromEntries(
            [
              "description",
              "eventType",
              "eventCategory",
              "severity",
              "priority",
              "condition",
              "alarmState",
              "activeState",
              "suppressedOrShelved",
              "node",
              "processArea",
              "actionTime",
            ].map((name) => [name, null]),
          ),
        },
      ],
      totalCount: 4,
      continuationToken: expect.stringMatching(/^[\w-]+$/),
    });
  });

  test.each([
    ["", "abdc"],
    ["sort=desc", "cdba"],
    ["sort=DESC&limit=2", "cd"],
    ["sourceName=19*", "abd"],
    ["sourceName=19-pt-2", "bd"],
    ["startTime=2024-01-02&endTime=2024-01-02T12:00:00Z", "b"],
    ["startTime=2024-01-02T00:00:00.0000001Z", "dc"],
    ["description=*PRESSURE", "d"],
    ["message=A", "a"],
    ["eventType=Condition", "d"],
    ["severity=700", "b"],
    ["priority=1&sort=asc", "bdc"],
    ["ackedState=False", "a"],
    ["activeState=True", "d"],
    ["node=N1", "c"],
    ["actiontime=2024-01-02T14:00:00%2B01:00", "d"],
    ["node=N1&priority=2", ""],
    ["eventCategory=Process", ""],
    ["colour=red", "abdc"],
  ])("%s finds %s", async (query, expected) => {
    const { status, json } = await createServer().send("GET", `/events/aha?${withSource(query)}`);
    expect(status).toBe(200);
    expect(json.items.map(({ message }) => message).join("")).toBe(expected);
  });

  test("other fields come when they are asked for", async () => {
    const { send } = createServer();
    const { json } = await send("GET", "/events/AHA?sourceName=*&message=d&includeOtherFields=True");
    expect(json.items[0]!["otherFields"]).toEqual({ colour: "red" });
    expect((await send("GET", "/events/AHA?sourceName=*&message=d")).json.items[0]).not.toHaveProperty("otherFields");
  });

  test.each([
    ["/events/nowhere?sourceName=*", 404],
    ["/events/AHA?sourceName=*&startTime=now", 400],
    ["/events/AHA?sourceName=*&sort=up", 400],
    ["/events/AHA?sourceName=*&limit=0", 400],
    ["/events/AHA?sourceName=*&continuationToken=x", 400],
    ["/events/1219?sourceName=*", 200],
  ])("%s: %d", async (path, status) => {
    expect((await createServer().send("GET", path)).status).toBe(status);
  });

  test("all pages together are the whole, in order, each once, while the clock goes on", async () => {
    const given = fc.array(fc.nat({ max: 5 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        given,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom("asc", "desc"),
        async (days, limit, sort) => {
          const { server, send } = createServer([
            ...days.map((day, i) => ({
              facility: "AHA",
              timestamp: new Date(Date.UTC(2024, 0, 1 + day)),
              sourceName: "s",
              message: String(i),
            })),
            { facility: "AHA", timestamp: "2024-06-01T00:00:01Z", sourceName: "s", message: "future" },
          ]);
          const found: Events["items"] = [];
          let token: string | null = "";
          while (token !== null) {
            const more: string = token === "" ? "" : `&continuationToken=${token}`;
            const { json }: { json: Events } = await send(
              "GET",
              `/events/AHA?sourceName=*&sort=${sort}&limit=${limit}${more}`,
            );
            expect(json.totalCount).toBe(days.length);
            expect(json.items.length).toBeLessThanOrEqual(limit);
            found.push(...json.items);
            token = json.continuationToken;
            server.clock.advance("1h");
          }
          const times = found.map(({ timestamp }) => timestamp);
          expect(times).toEqual(sort === "asc" ? times.toSorted() : times.toSorted().toReversed());
          const numbers = found.map(({ message }) => Number(message)).toSorted((a, b) => a - b);
          expect(numbers).toEqual(days.map((_, i) => i));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("counts are by day and priority", async () => {
    const { send } = createServer();
    const { json } = await send("GET", "/events/AHA/count");
    expect(json).toEqual({
      items: [
        { timestamp: "2024-01-01T00:00:00.0000000Z", count: 1, priority: null },
        { timestamp: "2024-01-02T00:00:00.0000000Z", count: 2, priority: 1 },
        { timestamp: "2024-01-03T00:00:00.0000000Z", count: 1, priority: 1 },
      ],
    });
    const some = await send("GET", "/events/AHA/count?sourceName=19*&startTime=2024-01-02");
    expect(some.json.items).toEqual([{ timestamp: "2024-01-02T00:00:00.0000000Z", count: 2, priority: 1 }]);
  });

  test("sources are the facilities with events; the examples have some", async () => {
    expect((await createServer().send("GET", "/sources")).json).toEqual({
      items: [{ facility: "AHA" }, { facility: "NOR" }],
    });
    const examples = createMockServer({ ...createExamples(0), auth: "none" });
    const { json } = await ask<Events>(examples, "GET", `${alarmEvents}/events/AHA?sourceName=*`);
    expect(json.items.length).toBeGreaterThan(0);
  });

  test("a time that is none is refused by the constructor", () => {
    const given = [{ facility: "AHA", timestamp: "soon", sourceName: "s" }];
    expect(() => createServer(given)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});

describe("routing events", () => {
  const one = tokenOf({ appid: "aaaaaaaa-0000-4000-8000-000000000001" });
  const two = tokenOf({ appid: "aaaaaaaa-0000-4000-8000-000000000002" });

  test("subscriptions are each caller's own, once per facility", async () => {
    const { send } = createServer();
    const post = (facility: string, token: string) =>
      send("POST", `/streaming/subscriptions/${facility}`, undefined, token);
    const list = async (token: string) => (await send("GET", "/streaming/subscriptions", undefined, token)).json.items;
    for (const facility of ["AHA", "ASGB", "1191", "aha"]) expect((await post(facility, one)).status).toBe(200);
    await post("NOR", two);
    expect((await post("nowhere", one)).status).toBe(404);
    expect(await list(one)).toEqual([{ facility: "AHA" }, { facility: "ASGB" }]);
    expect((await send("DELETE", "/streaming/subscriptions/1191", undefined, one)).status).toBe(200);
    expect((await send("DELETE", "/streaming/subscriptions/1191", undefined, one)).status).toBe(404);
    expect([await list(one), await list(two)]).toEqual([[{ facility: "AHA" }], [{ facility: "NOR" }]]);
  });

  test("the destination's property has two spellings", async () => {
    const { server, send } = createServer();
    for (const body of [{ connectionString: "first" }, { ConnectionString: "second" }]) {
      expect((await send("POST", "/streaming/destination", body, one)).status).toBe(200);
    }
    expect(server.store.destinations.map(({ api, connectionString }) => [api, connectionString])).toEqual([
      ["alarm-events", "second"],
    ]);
  });
});
