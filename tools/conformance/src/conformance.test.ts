// Every case against the mock server, in process.
import { readFileSync } from "node:fs";
import { operations as eventOperations } from "@omnia-timeseries/alarm-events/operations";
import { operations } from "@omnia-timeseries/core/operations";
import { managementOperations, metadataOperations, subscriptionsOperations } from "@omnia-timeseries/ims/operations";
import { assumptions, createMockServer } from "@omnia-timeseries/mock-server";
import { describe, expect, test } from "vitest";
import { allCases, readOnlyCases } from "./cases/all-cases.ts";
import { createContext } from "./suite/context.ts";
import { createCaseData, createMockTarget } from "./suite/mock-target.ts";
import { createPoliteFetch } from "./suite/polite-fetch.ts";
import { formatReport } from "./suite/report.ts";
import { runCase, runCases } from "./suite/run-cases.ts";

describe("the mock server", () => {
  test.each(allCases)("$name", async (one) => {
    const context = createContext(createMockTarget(createMockServer(createCaseData(Date.now()))));
    const expected = "fact" in one.rests ? "pass" : "as assumed";
    expect(await runCase(one, context)).toEqual({ outcome: expected });
  });
});

describe("the cases", () => {
  const names = allCases.map(({ name }) => name);

  test("have names of their own", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test("rest on sources that EVIDENCE.md has, or on assumptions that the mock server names", () => {
    const evidence = readFileSync(new URL("../../../specs/EVIDENCE.md", import.meta.url), "utf8");
    const legend = evidence.slice(0, evidence.indexOf("---\n\n#"));
    const known = new Set(assumptions.map(({ name }) => name));
    const unknown = allCases.filter(({ rests }) =>
      "fact" in rests
        ? !/^\[[\w-]+\](, \[[\w-]+\])*$/.test(rests.fact) || rests.fact.split(", ").some((tag) => !legend.includes(tag))
        : !known.has(rests.assumption),
    );
    expect(unknown.map(({ name, rests }) => ({ name, rests }))).toEqual([]);
  });

  test.each([
    ["Timeseries", /^(?!IMS: |AE: )/, operations],
    ["IMS Metadata", /^IMS: /, metadataOperations],
    ["IMS Subscriptions", /^IMS: /, subscriptionsOperations],
    ["IMS Subscriptions Management", /^IMS: /, managementOperations],
    ["Alarm & Events", /^AE: /, eventOperations],
  ])("ask every operation of %s", (_, prefix, table) => {
    const ours = allCases.filter(({ name }) => prefix.test(name));
    const asked = new Set(ours.flatMap(({ operationIds }) => operationIds));
    expect(Object.keys(table).filter((id) => !asked.has(id))).toEqual([]);
  });
});

describe("the cases that only read", () => {
  const run = async (answer: (request: Request) => Response | undefined = () => undefined) => {
    const server = createMockServer(createCaseData(Date.now()));
    const asked: Request[] = [];
    const polite = createPoliteFetch({
      async fetch(input, init) {
        const request = new Request(input, init);
        asked.push(request);
        return answer(request) ?? server.fetch(request);
      },
      pauseMs: 0,
      maxRequests: 300,
    });
    const target = createMockTarget(server, polite.fetch);
    return { ...(await runCases(readOnlyCases, createContext(target))), asked, polite, server };
  };
  const outcomesOf = ({ results }: Awaited<ReturnType<typeof run>>) =>
    new Set([...results.values()].map(({ outcome }) => outcome));

  test("send nothing that could change something", async () => {
    const ended = await run();
    expect(outcomesOf(ended)).toEqual(new Set(["pass", "as assumed"]));
    expect(ended.refusals).toEqual([]);
    const operationIds = new Set<string | undefined>(ended.server.requests.map(({ operationId }) => operationId));
    const changing = Object.values(operations).filter(
      ({ method, operationId }) => method !== "GET" && !operationId.startsWith("GetMultiple"),
    );
    expect(changing.map(({ operationId }) => operationId).filter((id) => operationIds.has(id))).toEqual([]);
    expect(ended.polite.count()).toBe(ended.asked.length);
  });

  test("end at once with 429", async () => {
    let left = 20;
    const ended = await run(() => (left-- > 0 ? undefined : new Response("{}", { status: 429 })));
    expect(ended.asked).toHaveLength(21);
    expect(ended.refusals).toEqual([expect.stringContaining("too many requests (429)")]);
    expect(ended.isCutShort).toBe(true);
    expect(ended.results.size).toBe(readOnlyCases.length);
    expect([...ended.results.values()].at(-1)).toMatchObject({ outcome: "not run" });
  });

  test("ask an API that refuses them once, and go on with the others", async () => {
    const ended = await run(({ url }) => (url.includes("/ims-") ? new Response("{}", { status: 403 }) : undefined));
    expect(ended.asked.filter(({ url }) => url.includes("/ims-"))).toHaveLength(1);
    expect(ended.refusals).toEqual([expect.stringContaining("ims-metadata: the caller has no access (403)")]);
    expect(ended.isCutShort).toBe(false);
    const notRun = [...ended.results].filter(([, { outcome }]) => outcome === "not run").map(([name]) => name);
    expect(notRun.length).toBeGreaterThan(5);
    expect(notRun.filter((name) => !name.startsWith("IMS: "))).toEqual([]);
  });

  test("end when there is no answer", async () => {
    const ended = await run(() => {
      throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
    });
    expect(ended.asked).toHaveLength(1);
    expect(ended.refusals).toEqual(["no answer: ECONNREFUSED"]);
    expect(outcomesOf(ended)).toEqual(new Set(["not run"]));
  });

  test.each([
    ["POST", "/plant/timeseries/v1.7/"],
    ["POST", "/plant/timeseries/v1.7/getoradd"],
    ["POST", "/plant/timeseries/v1.7/data"],
    ["POST", "/plant/ims-subscriptions/v1.2/"],
    ["POST", "/iiot/ae/v1/streaming/destination"],
    ["PUT", "/plant/timeseries/v1.7/query/data"],
    ["PATCH", "/plant/ims-subscriptions-management/v1.2/uid/x"],
    ["DELETE", "/plant/timeseries/v1.7/x/data"],
  ])("cannot send %s %s", async (method, path) => {
    const sent: unknown[] = [];
    const polite = createPoliteFetch({
      fetch: async (input) => {
        sent.push(input);
        return new Response();
      },
      pauseMs: 0,
      maxRequests: 300,
    });
    await expect(polite.fetch(`https://api.invalid${path}`, { method })).rejects.toThrow("only reads");
    expect(sent).toEqual([]);
  });

  test("keep to the most requests, with a pause between two", async () => {
    const times: number[] = [];
    const polite = createPoliteFetch({
      fetch: async () => {
        times.push(performance.now());
        return new Response("{}");
      },
      pauseMs: 30,
      maxRequests: 3,
    });
    const ask = () => polite.fetch("https://api.invalid/");
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
    await expect(ask()).rejects.toThrow("the most requests of one run are 3");
    // Timers may be a millisecond early.
    expect(times.slice(1).every((time, i) => time - times[i]! >= 29)).toBe(true);
  });
});

test("docs/conformance.md shows a report as it is", async () => {
  const run = async (options: Parameters<typeof createMockServer>[0] = {}) => {
    const server = createMockServer({ ...createCaseData(Date.now()), ...options });
    const polite = createPoliteFetch({ fetch: server.fetch, pauseMs: 0, maxRequests: 300 });
    const { results } = await runCases(readOnlyCases, createContext(createMockTarget(server, polite.fetch)));
    return { results, requests: polite.count() };
  };
  const mock = await run();
  const service = await run({ assumptions: { windowEnd: "included" } });
  const report = formatReport({
    target: "test",
    date: "2026-11-22T21:00:00.000Z",
    requests: service.requests,
    refusals: [],
    isCutShort: false,
    rows: readOnlyCases.map((one) => {
      const { name } = one;
      return { ...one, mock: mock.results.get(name)!, service: service.results.get(name)! };
    }),
  });
  const page = readFileSync(new URL("../../../docs/conformance.md", import.meta.url), "utf8");
  expect([...page.matchAll(/^```(\w*)\n(.*?)\n```$/gms)].find(([, language]) => language === "")?.[2]).toBe(report);
});
