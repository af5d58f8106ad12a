import { describe, expect, test, vi } from "vitest";
import { createServer } from "../server.test-support.ts";
import { alarmEvents, imsManagement, imsMetadata, imsSubscriptions, timeseries } from "../wire.test-support.ts";
import { createKnownServer } from "./requests.test-support.ts";

describe("secrets", () => {
  const secret = "s3cr3t";
  const connection = `Endpoint=sb://x/;SharedAccessKey=${secret}`;
  const headers = { "content-type": "application/json", "ocp-apim-subscription-key": secret };
  const paths = [timeseries, `${imsSubscriptions}/realtime`, alarmEvents].map((path) =>
    path === timeseries
      ? `${path}/streaming/destination`
      : path.replace(/$/, path === alarmEvents ? "/streaming/destination" : "/destination"),
  );
  const bodies = [
    JSON.stringify({ connectionString: connection }),
    JSON.stringify({ ConnectionString: connection, connectionString: connection }),
    JSON.stringify({ connectionString: { is: connection } }),
    JSON.stringify({ connectionString: [connection] }),
    JSON.stringify([connection]),
    JSON.stringify(connection),
    connection,
    secret,
    `{"connectionString":"${secret}`,
    `{"connectionString":"${secret}"}x`,
    `{"connectionString":${secret}}`,
  ];
  const queries = ["subscription-key", "sub", "SUB", "%73ub", "Subscription-Key"].map(
    (name) => `?a=1&${name}=${secret}&b=2`,
  );

  test.each(["tokens", "none"] as const)("are in no log and in no answer, with auth %s", async (auth) => {
    const printed = (["log", "info", "warn", "error"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );
    const { server } = createServer({ auth });
    const answers: string[] = [];
    const send = async (path: string, init: RequestInit = {}) => {
      for (const authorization of [
        `Bearer ${secret}`,
        `Bearer ${secret}.${secret}.${secret}`,
        secret,
        `Basic ${secret}`,
      ]) {
        const response = await server.fetch(`http://h${path}`, { ...init, headers: { ...headers, authorization } });
        answers.push(await response.text(), ...response.headers.values());
      }
    };
    for (const path of paths) for (const body of bodies) await send(path, { method: "POST", body });
    for (const query of queries) {
      await send(timeseries + query);
      await send(`/nowhere${query}`);
      await send(`${timeseries}/data${query}`);
      await send(`${timeseries}/search${query}&name=${"x".repeat(9000)}`);
    }
    const log = JSON.stringify([server.requests, server.requests.map(({ curl }) => curl)]);
    expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
    expect(log).not.toContain(secret);
    expect(log).toContain("sub=hidden");
    expect(log).toContain("subscription-key=hidden");
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.restoreAllMocks();
  });

  test("a URL without keys is in the log as it was sent", async () => {
    const { server, send } = createServer();
    await send("/search?name=a%20b+c&NAME=%zz&sublime=1");
    expect(server.requests[0]!.url).toBe(`http://127.0.0.1${timeseries}/search?name=a%20b+c&NAME=%zz&sublime=1`);
  });
});

type Case = readonly [name: string, method: string, path: string, statusCode: number, body?: string];
const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
const write = (value: string) => `{"datapoints":[{"time":"2024-01-01T00:00:00Z","value":${value}}]}`;

const cases: readonly Case[] = [
  ["dots that a URL takes away", "GET", `${timeseries}/../../../etc/passwd`, 404],
  ["dots that it does not", "GET", `${timeseries}/..%2f..%2fetc%2fpasswd`, 400],
  ["dots as a text to search", "GET", `${timeseries}/search/..%2f..%2fetc`, 200],
  ["backslashes", "GET", `${timeseries}\\..\\..\\etc`, 404],
  ["broken percents", "GET", `${timeseries}/search/%zz`, 400],
  ["half a letter", "GET", `${timeseries}/search/%E0%A4`, 400],
  ["NUL in the path", "GET", `${timeseries}/%00`, 400],
  ["NUL in a text to search", "GET", `${timeseries}/search/%00*`, 200],
  ["NUL in a parameter", "GET", `${timeseries}?name=%00`, 200],
  ["broken percents in a parameter", "GET", `${timeseries}?name=%zz%E0`, 200],
  ["a number that is none", "GET", `${timeseries}?limit=1e999`, 400],
  ["a number with much before it", "GET", `${timeseries}?limit=${"0".repeat(1000)}1`, 200],
  ["many parameters", "GET", `${timeseries}?${"a&".repeat(4000)}`, 200],
  ["many statuses", "GET", `${timeseries}/{id}/data?${"status=1&".repeat(800)}`, 200],
  ["many stars", "GET", `${timeseries}/search?name=${"*a".repeat(3000)}`, 200],
  ...names.flatMap((name): Case[] => [
    [`${name} as an id`, "GET", `${timeseries}/${name}`, 400],
    [`${name} as a facet`, "GET", `${timeseries}/facets/${name}`, 400],
    [`${name} as a facility`, "GET", `${timeseries}/facility/${name}/counters`, 404],
    [`${name} as a filter`, "GET", `${timeseries}?facility=${name}&source=${name}`, 200],
    [`${name} as a parameter`, "GET", `${timeseries}?${name}=1`, 200],
    [`${name} as a facet of tags`, "GET", `${imsMetadata}/facets/${name}`, 400],
    [`${name} as a tag`, "GET", `${imsMetadata}/${name}/${name}`, 200],
    [`${name} as a uid`, "GET", `${imsMetadata}/uid/${name}`, 404],
    [`${name} as a historian`, "GET", `${imsSubscriptions}/${name}`, 404],
    [`${name} as a historian's counter`, "GET", `${imsManagement}/${name}/counter`, 404],
    [`${name} as a subscription`, "PATCH", `${imsManagement}/uid/${name}`, 404, "{}"],
    [`${name} as a field that is refused`, "PATCH", `${imsManagement}/uid/GRA-15`, 400, `{"${name}":1}`],
    [`${name} as a plant with events`, "GET", `${alarmEvents}/events/${name}?sourceName=*`, 404],
    [`${name} as a facility to follow`, "POST", `${alarmEvents}/streaming/subscriptions/${name}`, 404],
    [`${name} as a property`, "POST", timeseries, 200, `{"name":"n","facility":"1219","${name}":{"name":"m"}}`],
    [`${name} as the user's own`, "POST", timeseries, 200, `{"name":"n","facility":"1219","metadata":{"${name}":"m"}}`],
    [`${name} as a name`, "POST", timeseries, 200, `{"name":"${name}","facility":"1219"}`],
    [`${name} as a facility`, "POST", timeseries, 400, `{"name":"n","facility":"${name}"}`],
    [`${name} as a uid to follow`, "POST", imsSubscriptions, 200, `[{"uId":"${name}"}]`],
  ]),
  ["half a surrogate pair", "POST", timeseries, 200, String.raw`{"name":"\ud800","facility":"1219"}`],
  ["NUL in a name", "POST", timeseries, 200, String.raw`{"name":"\u0000","facility":"1219"}`],
  ["a byte order mark", "POST", timeseries, 200, '\uFEFF{"name":"n","facility":"1219"}'],
  ["a property given twice", "POST", timeseries, 200, '{"name":"n","name":"m","facility":"1219"}'],
  ["a property given in two cases", "POST", timeseries, 200, '{"name":"n","NAME":"m","facility":"1219"}'],
  ["infinity", "POST", `${timeseries}/{id}/data`, 400, write("1e999")],
  ["a status beyond 32 bits", "POST", `${timeseries}/{id}/data`, 400, write('1,"status":4294967296')],
  ["NaN", "POST", `${timeseries}/{id}/data`, 400, write("NaN")],
  ["arrays in arrays", "POST", `${timeseries}/{id}/data`, 400, write("[".repeat(100_000) + "]".repeat(100_000))],
  ["arrays without an end", "POST", timeseries, 400, "[".repeat(1_000_000)],
  ["objects in objects", "POST", timeseries, 400, `${'{"name":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["a large array", "POST", "/plant/timeseries/v1.7/query/data", 400, `[${"{},".repeat(500_000)}{}]`],
  ["a large array of nothing", "POST", `${timeseries}/{id}/data`, 400, `{"datapoints":[${"0,".repeat(500_000)}0]}`],
  [
    "many points",
    "POST",
    `${timeseries}/{id}/data`,
    202,
    `{"datapoints":[${write("1").slice(15, -2)}${`,${write("1").slice(15, -2)}`.repeat(200_000)}]}`,
  ],
  [
    "many properties",
    "POST",
    timeseries,
    200,
    `{"name":"n","facility":"1219"${Array.from({ length: 50_000 }, (_, i) => `,"x${i}":1`).join("")}}`,
  ],
  ["a long name", "POST", timeseries, 200, `{"name":"${"n".repeat(1_000_000)}","facility":"1219"}`],
];

describe("what would harm another server", () => {
  test.each(cases.map(([name, method, path, statusCode, body]) => ({ name, method, path, statusCode, body })))(
    "$name: $statusCode",
    async ({ method, path, statusCode, body }) => {
      const { server, a } = createKnownServer({ validateResponses: true });
      const init = { method, headers: { authorization: "Bearer x", "content-type": "application/json" } };
      const url = `http://h${path.replace("{id}", a)}`;
      const response = await server.fetch(url, body === undefined ? init : { ...init, body });
      const answer = JSON.parse(await response.text()) as object;
      expect(response.status).toBe(statusCode);
      const isMessage = Object.keys(answer).join() === "statusCode,message,traceId";
      expect(isMessage).toBe(statusCode !== 200);
      expect(({} as Record<string, unknown>)["name"]).toBeUndefined();
      const next = await server.fetch(`http://h${timeseries}`, { headers: init.headers });
      expect(next.status).toBe(200);
    },
  );
});
