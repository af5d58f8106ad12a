import { afterEach, describe, expect, test, vi } from "vitest";
import type { TimeseriesClientOptions } from "./client.ts";
import type { Layer } from "./exchange.ts";
import { answerItems, createFakeClient, id } from "./fake-client.test-support.ts";
import { version } from "./gen/version.ts";
import type { CallOptions } from "./transport.ts";
import { createUserAgent } from "./user-agent.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const stubRuntime = (userAgent: unknown): unknown => vi.stubGlobal("navigator", userAgent && { userAgent });

/** The header names that a request has, and its `User-Agent`. */
async function send(options: Partial<TimeseriesClientOptions> = {}, callOptions: CallOptions = {}) {
  let headers = new Headers();
  const answer = (request: Request): Response => {
    ({ headers } = request);
    return answerItems([{ id, name: "1219-PT-1234", facility: "1219" }]);
  };
  const { client } = createFakeClient([answer], options);
  await client.getTimeseriesById({ id }, callOptions);
  return { names: [...headers.keys()].toSorted(), userAgent: headers.get("user-agent") };
}

describe("outside of browsers", () => {
  test.each(["Node.js/24", "Deno/2.5.0", "Bun/1.3.0"])("the client names itself and %s", async (runtime) => {
    stubRuntime(runtime);
    expect(await send()).toEqual({
      names: ["accept", "authorization", "user-agent"],
      userAgent: `omnia-timeseries-js/${version} (${runtime})`,
    });
  });

  test.each(["my-service", "my-service/1.2", "a.b_c!#$%&'*+^`|~/2.0-rc.1"])("after the application %s", (name) => {
    stubRuntime("Node.js/24");
    expect(createUserAgent(name)).toEqual({
      "user-agent": `${name} omnia-timeseries-js/${version} (Node.js/24)`,
    });
  });

  test("a caller's own header takes its place, whatever its case", async () => {
    stubRuntime("Node.js/24");
    const { userAgent } = await send({ applicationName: "app" }, { headers: { "USER-agent": "mine/1" } });
    expect(userAgent).toBe("mine/1");
  });
});

describe("nothing is sent", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  const unknown = [
    chrome,
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    `${chrome} Electron/38.0.0`,
    "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/27.0.0",
    "Cloudflare-Workers",
    "not Node.js/24",
    "Node.js/24 and more",
    "",
  ];
  test.each(unknown)("in %j", async (userAgent) => {
    stubRuntime(userAgent);
    expect(await send({ applicationName: "app/1" })).toEqual({ names: ["accept", "authorization"], userAgent: null });
  });

  test.each([undefined, null, {}, { userAgent: 7 }])("where the navigator is %j", async (navigator) => {
    vi.stubGlobal("navigator", navigator);
    expect((await send()).names).toEqual(["accept", "authorization"]);
  });

  test("in a browser, also where a layer passes headers on", async () => {
    stubRuntime(chrome);
    const copy: Layer = (next) => (attempt) =>
      next({ ...attempt, request: { ...attempt.request, headers: { ...attempt.request.headers } } });
    expect((await send({ layers: [copy] })).names).toEqual(["accept", "authorization"]);
  });
});

test.each(["", "two words", "a/b/c", "name/", "/1", "née", "a\r\nb", "(comment)"])("%j is no name", (name) => {
  const message = `applicationName: ${JSON.stringify(name)} is not a name such as "my-service" or "my-service/1.2".`;
  const expected = expect.objectContaining({ code: "invalid-argument", message }) as Error;
  expect(() => createFakeClient([], { applicationName: name })).toThrow(expected);
  // In a browser as well, where it is not used: one program may run in both.
  stubRuntime("Mozilla/5.0");
  expect(() => createFakeClient([], { applicationName: name })).toThrow(expected);
});
