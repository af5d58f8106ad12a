import { describe, expect, test } from "vitest";
import { createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import type { Answer } from "./fake-client.test-support.ts";

const withCode = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
const gone = () => refuse(404, "Timeseries not found.");

describe.each(["deleteTimeseriesById", "deleteStreamSubscription"] as const)("%s", (name) => {
  test.each<[string, Answer]>([
    ["a connection that broke", withCode("ECONNRESET")],
    ["a gateway that gave up", new Response("", { status: 504 })],
    ["an answer that was cut", new Response("{", { headers: { "content-length": "50" } })],
  ])("%s, then 404: done", async (_, first) => {
    const { client, seen } = createFakeClient([first, gone()]);
    expect(await client[name]({ id })).toMatchObject({ statusCode: 404, message: "Timeseries not found." });
    expect(seen).toHaveLength(2);
  });

  test.each<[string, readonly Answer[]]>([
    ["at once", [gone()]],
    ["after a refusal that did nothing", [refuse(503), gone()]],
    ["after a connection that never came about", [withCode("ECONNREFUSED"), gone()]],
  ])("404 %s: not-found", async (_, answers) => {
    const { client, seen } = createFakeClient(answers);
    expect(await errorOf(client[name]({ id }))).toMatchObject({ code: "not-found", statusCode: 404 });
    expect(seen).toHaveLength(answers.length);
  });
});

test("points are part of a series: their deletion does not explain why the series is not there", async () => {
  const { client } = createFakeClient([withCode("ECONNRESET"), gone()]);
  expect(await errorOf(client.deleteData({ id, everything: true }))).toMatchObject({ code: "not-found" });
});

test("what is not deleted cannot be gone by it", async () => {
  const { client } = createFakeClient([withCode("ECONNRESET"), gone()]);
  expect(await errorOf(client.patchTimeseries({ id, unit: "bar" }))).toMatchObject({ code: "not-found" });
});
