import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { createMockServer } from "../mock-server.ts";
import { createServer } from "../server.test-support.ts";

const origin = "https://app.example";
const preflight = (headers: Record<string, string> = {}) => ({
  method: "OPTIONS",
  headers: {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
    ...headers,
  },
});
const url = "http://any.host/plant/timeseries/v1.7/data";
const privateNetwork = { "access-control-request-private-network": "true" };

describe("by default any origin", () => {
  const paths = apis.flatMap((api) =>
    Object.values(api.operations).map(({ method, path }) => [method, api.basePath + path] as const),
  );
  const signIn = "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token";

  test.each([...paths, ["POST", signIn] as const])("may ask %s %s", async (method, path) => {
    const { server } = createServer();
    const response = await server.fetch(
      `http://any.host${path}`,
      preflight({ "access-control-request-method": method }),
    );
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")!.split(", ")).toContain(method);
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test.each(["/plant/timeseries/v1.7", "/nowhere", signIn])("may read answers, errors too: %s", async (path) => {
    const { server } = createServer();
    const { headers } = await server.fetch(`http://any.host${path}`, { headers: { origin } });
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-expose-headers")).toBe("Retry-After, WWW-Authenticate, traceparent");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("but a page of the Internet does not get into a private network", async () => {
    const { server } = createServer();
    const { headers } = await server.fetch(url, preflight(privateNetwork));
    expect(headers.get("access-control-allow-private-network")).toBeNull();
  });

  test("preflights need no token and are not in the log", async () => {
    const { server } = createServer({ auth: "tokens" });
    expect((await server.fetch(url, preflight())).status).toBe(204);
    expect(server.requests.length).toBe(0);
  });

  test("OPTIONS that is no preflight is a wrong method", async () => {
    const { send } = createServer();
    const response = await send("/data", { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await response.json()).toMatchObject({ statusCode: 405 });
  });
});

describe("a list of origins", () => {
  const cors = [origin, "http://localhost:5173"];

  test.each(cors)("lets %s in, by its name", async (origin) => {
    const { server } = createServer({ cors });
    for (const init of [preflight({ origin, ...privateNetwork }), { headers: { origin } }]) {
      const { headers } = await server.fetch(url, init);
      expect([headers.get("access-control-allow-origin"), headers.get("vary")]).toEqual([origin, "Origin"]);
    }
    const { headers } = await server.fetch(url, preflight({ origin, ...privateNetwork }));
    expect(headers.get("access-control-allow-private-network")).toBe("true");
    expect(
      (await server.fetch(url, preflight({ origin }))).headers.get("access-control-allow-private-network"),
    ).toBeNull();
  });

  test.each(["https://other.example", "http://app.example", "https://app.example:8443", "null"])(
    "keeps %s out",
    async (origin) => {
      const { server } = createServer({ cors });
      for (const init of [preflight({ origin, ...privateNetwork }), { headers: { origin } }]) {
        const { headers } = await server.fetch(url, init);
        expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(headers.get("vary")).toBe("Origin");
      }
    },
  );

  test.each(["*", "app.example", "https://app.example/", "https://APP.example", ""])("%j is no origin", (origin) => {
    expect(() => createMockServer({ cors: [origin] })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining("https://app.example") }),
    );
  });
});

test("cors: false tells browsers nothing", async () => {
  const { server } = createServer({ cors: false });
  const asked = await server.fetch(url, preflight());
  expect(asked.status).toBe(405);
  const { headers } = await server.fetch(url, { headers: { origin } });
  expect([...asked.headers.keys(), ...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});
