import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createServer, readMessage } from "../server.test-support.ts";
import { createExpectations } from "./expectations.ts";

describe("what is expected", () => {
  test("may come, in any order and as often as was said", async () => {
    const { server, send, id } = createServer();
    server.requests.expect([{ operationId: "GetLatest", times: 2 }, { operationId: "Getall" }]);
    expect(() => server.requests.verify()).toThrow("- missing: GetLatest, 2 times\n- missing: Getall, once\n");
    const answers = [await send(`/${id}/data/latest`), await send(""), await send(`/${id}/data/latest`)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    server.requests.verify();
    expect(server.requests.expectations).toMatchObject({ missing: [], unexpected: [], explanation: "" });
  });

  test("anything else is 501, does nothing, meets no fault, and is told by name", async () => {
    const { server, send, id } = createServer();
    server.requests.expect([{ operationId: "GetLatest" }]);
    server.faults.next({ statusCode: 503 });
    const response = await send(`/${id}?sub=s3cr3t`, { method: "DELETE" });
    expect(response.status).toBe(501);
    const { statusCode, message } = await readMessage(response);
    expect([statusCode, message]).toEqual([
      501,
      `DELETE /plant/timeseries/v1.7/${id}?sub=hidden was not expected (DeleteTimeseries of timeseries). ` +
        `Still expected: GetLatest, once. To allow it, expect { operationId: "DeleteTimeseries" } too, or more times.`,
    ]);
    expect(server.store.series.length).toBe(1);
    expect(server.faults.waiting.length).toBe(1);
    expect(server.requests.map(({ isUnexpected, statusCode: status }) => [isUnexpected, status])).toEqual([
      [true, 501],
    ]);
    expect(() => server.requests.verify()).toThrow(
      [
        "What came is not what was expected.",
        "- missing: GetLatest, once",
        `- not expected: DELETE /plant/timeseries/v1.7/${id}?sub=hidden (DeleteTimeseries of timeseries)`,
        "1 request to the mock server",
        `1. DELETE /plant/timeseries/v1.7/${id}?sub=hidden`,
        "   DeleteTimeseries of timeseries: 501, not expected",
      ].join("\n"),
    );
  });

  test.each([
    ["an unknown path", "http://h/nowhere", "GET"],
    ["a wrong method", "http://h/plant/timeseries/v1.7", "PUT"],
    ["broken percent-encoding", "http://h/plant/timeseries/v1.7/%zz", "GET"],
    ["a request line that is too long", `http://h/plant/timeseries/v1.7?a=${"x".repeat(9000)}`, "GET"],
  ])("%s is not expected either", async (_, url, method) => {
    const { server } = createServer();
    server.requests.expect([]);
    const response = await server.fetch(url, { method });
    expect([response.status, (await readMessage(response)).message]).toEqual([
      501,
      expect.stringContaining("(no operation). Nothing more is."),
    ]);
    expect(server.requests.expectations.unexpected.length).toBe(1);
  });

  test("a request that meets a fault, or is refused, has come", async () => {
    const { server, send, id } = createServer();
    server.requests.expect([{ operationId: "GetLatest", times: 2 }, { operationId: "GetData" }]);
    server.faults.next({ reset: "before-headers" });
    await expect(send(`/${id}/data/latest`)).rejects.toThrow("fetch failed");
    expect((await server.fetch(`http://h/plant/timeseries/v1.7/${id}/data/latest`)).status).toBe(401);
    expect((await send(`/${id}/data?limit=x`)).status).toBe(400);
    server.requests.verify();
  });

  test("a retry of the client is a request", async () => {
    const { server, id } = createServer({ auth: "tokens" });
    const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
    server.requests.expect([{ operationId: "GetLatest", times: 2 }]);
    server.faults.next({ statusCode: 503 });
    expect(await client.getLatestDatapoint({ id })).toMatchObject({ value: 2 });
    server.requests.verify();
    // Not sent again: the client does not take 501 for passing trouble.
    await expect(client.getLatestDatapoint({ id })).rejects.toMatchObject({ statusCode: 501 });
    expect(server.requests.expectations.unexpected.length).toBe(1);
  });

  test("goes with reset and expectAnything, and not with clear", async () => {
    const { server, send } = createServer();
    server.requests.expect([]);
    await send("");
    server.requests.clear();
    expect(() => server.requests.verify()).toThrow("- not expected: GET /plant/timeseries/v1.7 (Getall");
    expect((await send("")).status).toBe(501);
    server.requests.expectAnything();
    expect((await send("")).status).toBe(200);
    server.requests.verify();
    server.requests.expect([]);
    server.reset();
    expect((await send("")).status).toBe(200);
  });

  test.each<[object[], string]>([
    [[{ operationId: "GetLates" }], 'expected[0].operationId: "GetLates" is not an operation of any of the APIs'],
    [[{ operationId: "Getall" }, { operationId: "GetLatest", api: "ims-metadata" }], "expected[1].operationId"],
    [[{ operationId: "GetLatest", api: "ims" }], "expected[0].api"],
    [[{ operationId: "GetLatest", times: 0 }], "expected[0].times: 0 is not a whole number from 1 on"],
    [[{}], "expected[0].operationId: is required"],
  ])("%j is refused", (expected, message) => {
    const { server } = createServer();
    const wrong = expected as unknown as Parameters<typeof server.requests.expect>[0];
    expect(() => server.requests.expect(wrong)).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(message) }),
    );
  });

  test("of several APIs is shared out as well as can be, in whatever order it comes", () => {
    const apis = ["timeseries", "alarm-events"] as const;
    const one = fc.option(fc.constantFrom(...apis), { nil: undefined });
    const asked = { method: "GET", url: "http://h/" };
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 6 }),
        fc.array(fc.constantFrom(...apis), { maxLength: 6 }),
        (wanted, came) => {
          const { begin, take } = createExpectations();
          begin(wanted.map((api) => ({ operationId: "GetSubscriptions", ...(api !== undefined && { api }) })));
          const refused = came.filter((api) => take({ operationId: "GetSubscriptions", api }, asked) !== undefined);
          // Each takes those of its own API; what is left over shares those of any.
          const count = (all: readonly unknown[], api: unknown) => all.filter((other) => other === api).length;
          const over = apis.map((api) => Math.max(0, count(came, api) - count(wanted, api)));
          expect(refused.length).toBe(Math.max(0, over[0]! + over[1]! - count(wanted, undefined)));
        },
      ),
    );
  });

  test("of a client that does not stop, the first are kept, and the others counted", () => {
    const { begin, addUnexpected, report } = createExpectations();
    begin([]);
    const request = { method: "GET", url: "http://h/a", operationId: undefined, api: undefined };
    for (let i = 0; i < 1002; i++) addUnexpected(request as Parameters<typeof addUnexpected>[0]);
    const { unexpected, explanation } = report(() => "the log");
    expect(unexpected.length).toBe(1000);
    expect(explanation.endsWith("- not expected: 2 more\nthe log")).toBe(true);
  });
});
