// A case that cannot fail says nothing of a runtime.
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Target } from "./case.ts";
import { allCases } from "./cases/all-cases.ts";
import { mockServerInProcess } from "./cases/mock-server-in-process.ts";
import { runCases } from "./run-cases.ts";
import { startTarget } from "./start-target.ts";
import type { TargetServer } from "./start-target.ts";

/** Says yes to everything, and knows no points. */
let yes: Server;
let yesUrl: string;
let mock: TargetServer;
beforeAll(async () => {
  yes = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"items":[]},"statusCode":200}');
  });
  yes.listen(0, "127.0.0.1");
  await once(yes, "listening");
  yesUrl = `http://127.0.0.1:${(yes.address() as AddressInfo).port}`;
  mock = await startTarget();
});
afterAll(async () => {
  yes.closeAllConnections();
  yes.close();
  await mock[Symbol.asyncDispose]();
});

const named = (names: readonly string[]): typeof allCases => allCases.filter(({ name }) => names.includes(name));

// The server of that one is its own; what it asks of it the tests of the mock server ask too.
describe.each(allCases.filter((one) => one !== mockServerInProcess))("$name", (one) => {
  test("fails on a server that only says yes", async () => {
    const target: Target = {
      ...(await mock.prepare()),
      url: yesUrl,
      control: yesUrl,
      authority: "https://127.0.0.1:1",
    };
    const [result] = await runCases([one], target);
    expect(result!.error).toMatch(/Error/);
  });
});

test("those for when something goes wrong fail where nothing does", async () => {
  const cases = named(["a 401, with a renewed token", "an abort", "a 429 with Retry-After", "a body that is cut"]);
  expect(cases).toHaveLength(4);
  const results = await runCases(cases, { ...(await mock.prepare()), control: yesUrl });
  expect(results.filter(({ error }) => error === undefined)).toEqual([]);
});

test("all are good in this Node, and what is thrown is told", async () => {
  const results = await runCases(allCases, await mock.prepare());
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  const failing = { name: "fails", run: () => Promise.reject(new Error("on purpose")) };
  expect(await runCases([failing], await mock.prepare())).toEqual([
    { name: "fails", durationMs: expect.any(Number), error: expect.stringContaining("on purpose") },
  ]);
});
