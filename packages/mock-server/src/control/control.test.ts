import { describe, expect, test } from "vitest";
import { operations } from "../gen/mock-control-operations.ts";
import { createMockServer } from "../mock-server.ts";
import type { ControlRequest } from "./requests.test-support.ts";
import { controlRequests, createControlled, id } from "./requests.test-support.ts";

const read = async (response: Response) => JSON.parse(await response.text()) as Record<string, unknown>;
const api = "http://h/plant/timeseries/v1.7";
const bearer = { headers: { authorization: "Bearer x" } };

describe("the control API", () => {
  test("answers every operation, and asks for no token", async () => {
    const { server, ask } = await createControlled({ auth: "tokens" });
    for (const request of controlRequests) {
      expect([request.path, (await ask(request)).status]).toEqual([request.path, 200]);
    }
    expect(server.requests.length).toBe(0);
    const asked = controlRequests.map(
      ({ method, path }) => `${method} ${path.replace(/\?.*/, "").replace(id, "{id}")}`,
    );
    const known = Object.values(operations).map(({ method, path }) => `${method} ${path}`.replace("s/{id}/r", "s/1/r"));
    expect(new Set(asked)).toEqual(new Set(known));
  });

  test("is found on any host and in any case, with a slash at the end or without", async () => {
    const { server } = await createControlled();
    const urls = ["http://any.host/__mock/server", "http://h/__MOCK/Server/", "https://h:1/__mock/server"];
    const answers = await Promise.all(urls.map((url) => server.fetch(url)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await server.fetch("http://h/__mocked/server")).status).toBe(404);
    expect(server.requests.length).toBe(1);
  });

  test.each(["http://h/__mock", "http://h/__mock/"])(
    "%s is the page, which may ask its own server alone",
    async (url) => {
      const { server } = await createControlled();
      const { status, headers } = await server.fetch(url);
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toEqual({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; " +
          "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      });
    },
  );

  test.each<[ControlRequest, number, string]>([
    [{ method: "GET", path: "/nowhere" }, 404, "Resource not found."],
    [{ method: "PUT", path: "/server" }, 405, "PUT is not allowed here, only GET."],
    [{ method: "POST", path: "/" }, 404, "Resource not found."],
    [{ method: "GET", path: "/server?colour=red" }, 400, "GetServer does not know 'colour'."],
    [{ method: "GET", path: "/series?limit=1001" }, 400, "Parameter 'limit': must be <= 1000."],
    [{ method: "GET", path: "/series/x" }, 404, "There is no series 'x'."],
    [{ method: "DELETE", path: "/series/x" }, 404, "There is no series 'x'."],
    [{ method: "DELETE", path: "/series/x/points" }, 404, "There is no series 'x'."],
    [{ method: "POST", path: "/series/x/points", body: { datapoints: [] } }, 404, "There is no series 'x'."],
    [{ method: "GET", path: `/series/${id}/plot?startTime=yesterday` }, 400, "startTime: "],
    [{ method: "POST", path: "/snapshots/2/restore" }, 404, "There is no snapshot '2'."],
    [{ method: "POST", path: "/faults", body: { colour: 1 } }, 400, "Invalid field: colour"],
    [{ method: "POST", path: "/faults", body: {} }, 400, "fault: nothing goes wrong"],
    [{ method: "POST", path: "/faults", body: { clockJump: "x" } }, 400, 'fault.clockJump: "x" is not a duration.'],
    [{ method: "POST", path: "/faults", body: { statusCode: 503, operationId: "x" } }, 400, "fault.operationId: "],
    [{ method: "PUT", path: "/faults/schedule", body: { rate: 1 } }, 400, "Body: seed is required."],
    [{ method: "POST", path: "/clock", body: {} }, 400, "Body: "],
    [
      { method: "POST", path: "/clock", body: { advance: "-1h", frozen: true } },
      400,
      'advance: "-1h" is not a duration.',
    ],
    [{ method: "PUT", path: "/sign-in/as", body: {} }, 400, "Body: who is required."],
    [
      { method: "PUT", path: "/sign-in/as", body: { who: "nobody" } },
      400,
      '"nobody" is neither the id nor the username',
    ],
    [{ method: "POST", path: "/clock", body: { advance: "99999d" } }, 400, "where times end"],
    [
      { method: "POST", path: "/seed", body: { series: [{ name: "1219-PT-1", facility: "1219" }] } },
      409,
      "already exists",
    ],
    [{ method: "POST", path: "/seed", body: { ims: { tags: [{}] } } }, 400, "the body"],
    [{ method: "POST", path: "/seed", body: "a,b" }, 400, "the body"],
    [
      { method: "PUT", path: "/expectations", body: { requests: [{ operationId: "x" }] } },
      400,
      "expected[0].operationId",
    ],
    [{ method: "POST", path: `/series/${id}/points`, body: "a,b" }, 415, "'text/csv' is not supported"],
    [
      { method: "POST", path: `/series/${id}/points`, body: { datapoints: [{ time: "x", value: 1 }] } },
      400,
      "[0].time",
    ],
  ])("%j is %d", async (request, statusCode, text) => {
    const { ask } = await createControlled();
    const response = await ask(request);
    expect([response.status, await read(response)]).toEqual([
      statusCode,
      { statusCode, message: expect.stringContaining(text), traceId: expect.stringMatching(/^0H/) },
    ]);
    expect(await read(await ask({ method: "GET", path: "/clock" }))).toMatchObject({ offsetMs: 0, isFrozen: false });
  });

  test("tells what the server is, and nothing secret", async () => {
    const { server, ask } = await createControlled({ strict: true, clientSecret: "s3cr3t", now: () => 0 });
    const told = await (await ask({ method: "GET", path: "/server" })).text();
    expect(JSON.parse(told)).toEqual({
      seed: 7,
      auth: "none",
      strict: true,
      now: "1970-01-01T00:00:00.000000000Z",
      requests: 0,
      series: 1,
      dataFile: "mock.json",
    });
    await server.fetch(`${api}/streaming/destination?sub=s3cr3t`, {
      method: "POST",
      headers: { authorization: "Bearer s3cr3t", "content-type": "application/json" },
      body: `{"connectionString":"Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=s3cr3t"}`,
    });
    expect(server.store.destinations.length).toBe(1);
    const gets = controlRequests.filter(({ method }) => method === "GET");
    const answers = await Promise.all(gets.map(async (request) => (await ask(request)).text()));
    expect(answers.filter((text) => text.includes("s3cr3t"))).toEqual([]);
    expect(await (await ask({ method: "GET", path: "/log" })).text()).toContain("SetRealTimeDestination");
  });

  test("saves where there is a data file, and says 409 where there is none", async () => {
    const { ask, saved } = await createControlled();
    expect((await ask({ method: "POST", path: "/save" })).status).toBe(200);
    expect(saved).toEqual(["saved"]);
    const { fetch } = createMockServer();
    expect((await fetch("http://h/__mock/save", { method: "POST" })).status).toBe(409);
  });

  test("writes, reads and removes points, exact to the tick", async () => {
    const { server, ask } = await createControlled();
    const body = { datapoints: [{ time: "2024-01-01T00:00:00.0000001Z", value: 0.1, status: 64 }] };
    await ask({ method: "POST", path: `/series/${id}/points`, body });
    const path = `/series/${id}/points?endTime=2024-01-01T00:00:01Z`;
    const rows = async () => read(await ask({ method: "GET", path: `${path}&limit=2` }));
    expect(await rows()).toEqual({
      total: 3,
      datapoints: [
        { time: "2024-01-01T00:00:00.000000000Z", value: 1, status: 192 },
        { time: "2024-01-01T00:00:00.000000100Z", value: 0.1, status: 64 },
      ],
    });
    await ask({ method: "DELETE", path });
    expect(await rows()).toEqual({ total: 0, datapoints: [] });
    expect(await read(await ask({ method: "GET", path: `/series/${id}` }))).toMatchObject({
      points: { count: 1, first: "2024-01-02T00:00:00.000000000Z", lastValue: -3, lastStatus: 192 },
    });
    await ask({ method: "DELETE", path: `/series/${id}/points` });
    expect(await read(await ask({ method: "GET", path: `/series/${id}` }))).toMatchObject({ points: { count: 0 } });
    await ask({ method: "DELETE", path: `/series/${id}` });
    expect(server.store.series).toEqual([]);
  });

  test("goes on numbering where the log was cleared, and gives the newest", async () => {
    const { server, ask } = await createControlled();
    for (let i = 0; i < 3; i++) await server.fetch(api, bearer);
    const list = async (query: string) => {
      const log = (await read(await ask({ method: "GET", path: `/log${query}` }))) as {
        total: number;
        forgotten: number;
        requests: { number: number }[];
      };
      return [log.total, log.forgotten, log.requests.map(({ number }) => number)];
    };
    expect(await list("")).toEqual([3, 0, [1, 2, 3]]);
    expect(await list("?after=1&limit=1")).toEqual([3, 0, [3]]);
    expect(await list("?operationId=GetLatest")).toEqual([3, 0, []]);
    expect(await list("?api=ims-metadata")).toEqual([3, 0, []]);
    await ask({ method: "DELETE", path: "/log" });
    await server.fetch(`${api}/%zz`, bearer);
    expect(await list("?after=3")).toEqual([1, 0, [4]]);
  });

  test("meets no faults and no expectations, and shifts no trace ids", async () => {
    const { server, ask } = await createControlled();
    server.faults.schedule({ seed: 1, rate: 1, faults: [{ statusCode: 500 }] });
    server.requests.expect([]);
    expect((await ask({ method: "GET", path: "/server" })).status).toBe(200);
    const untouched = createMockServer({ auth: "none", seed: 7 });
    const [one, other] = await Promise.all(
      [server, untouched].map(async ({ fetch }) => read(await fetch(`${api}/%zz`))),
    );
    expect(one!["traceId"]).toBe(other!["traceId"]);
  });
});
