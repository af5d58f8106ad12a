import { expect, test } from "vitest";
import { runCommand } from "./running-command.test-support.ts";

/** What a test in another language has: HTTP, and JSON as its language reads it. */
function createHttp(origin: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")!.startsWith("application/json");
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  };
}

const token = { authorization: "Bearer any" };

test("a test in another language: seed, let go wrong, read, look at what was asked, expect, move the clock, reset", async () => {
  await using command = await runCommand("--seed", "3");
  const http = createHttp(command.url);
  const control = (method: string, path: string, body?: unknown) => http(method, `/__mock${path}`, body);

  // Before the test: a series of its own.
  const datapoints = [
    { time: "2024-01-01T00:00:00Z", value: 87.2 },
    { time: "2024-01-01T00:01:00.0000001Z", value: 0, status: 64 },
  ];
  const seeded = await control("POST", "/seed", { series: [{ name: "1219-TT-7", facility: "1219", datapoints }] });
  expect([seeded.status, seeded.body]).toEqual([200, { seriesIds: [expect.stringMatching(/^[\da-f-]{36}$/)] }]);
  const id = (seeded.body as { seriesIds: string[] }).seriesIds[0]!;
  const latest = `/plant/timeseries/v1.7/${id}/data/latest`;

  // The program under test asks again after a 503; here its requests are sent by hand.
  const fault = { operationId: "GetLatest", statusCode: 503, retryAfterSeconds: 1 };
  expect((await control("POST", "/faults", fault)).body).toEqual({ next: [{ ...fault, times: 1 }] });
  const refused = await http("GET", latest, undefined, token);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  const answered = await http("GET", latest, undefined, token);
  expect(answered.body).toMatchObject({
    data: { items: [{ datapoints: [{ time: "2024-01-01T00:01:00.0000001Z", value: 0, status: 64 }] }] },
  });

  // What was asked.
  const log = (await control("GET", "/log?operationId=GetLatest")).body as {
    total: number;
    requests: { number: number; statusCode: number; fault?: unknown; curl: string; unknown: string[] }[];
  };
  expect(log.requests.map(({ number, statusCode, fault: met }) => [number, statusCode, met])).toEqual([
    [1, 503, { statusCode: 503, retryAfterSeconds: 1 }],
    [2, 200, undefined],
  ]);
  expect(log.requests[1]!.curl).toBe(`curl '${command.url}${latest}' --header "authorization: Bearer $TOKEN"`);
  expect((await control("GET", "/log/explanation")).body).toBe(
    [
      "2 requests to the mock server",
      `1. GET ${latest}`,
      "   GetLatest of timeseries: 503",
      "   fault: statusCode 503, retryAfterSeconds 1",
      `2. GET ${latest}`,
      "   GetLatest of timeseries: 200",
    ].join("\n"),
  );

  // Only what was expected.
  await control("PUT", "/expectations", { requests: [{ operationId: "GetLatest" }] });
  expect((await http("DELETE", `/plant/timeseries/v1.7/${id}`, undefined, token)).status).toBe(501);
  expect((await control("GET", "/expectations")).body).toMatchObject({
    missing: [{ operationId: "GetLatest", times: 1 }],
    unexpected: [{ operationId: "DeleteTimeseries", statusCode: 501, isUnexpected: true }],
    explanation: expect.stringContaining("- missing: GetLatest, once\n- not expected: DELETE "),
  });
  expect((await http("GET", latest, undefined, token)).status).toBe(200);
  await control("DELETE", "/expectations");

  // What is enqueued can be read a second later, by the clock that stands still until then.
  await control("POST", "/clock", { frozen: true });
  const written = { datapoints: [{ time: "2024-01-02T00:00:00Z", value: 5 }] };
  expect((await http("POST", `/plant/timeseries/v1.7/${id}/data?async=true`, written, token)).status).toBe(202);
  const count = async () => ((await control("GET", `/series/${id}/points`)).body as { total: number }).total;
  expect(await count()).toBe(2);
  const { body: clock } = await control("POST", "/clock", { advance: "1s" });
  expect(clock).toMatchObject({ isFrozen: true, now: expect.stringMatching(/^20\d\d-.*\.\d{9}Z$/) });
  expect(await count()).toBe(3);

  // After the test: as it was.
  expect((await control("POST", "/reset")).status).toBe(200);
  expect((await control("GET", `/series/${id}`)).status).toBe(404);
  expect((await control("GET", "/server")).body).toMatchObject({ seed: 3, auth: "none", requests: 0, series: 1 });
  expect((await control("GET", "/faults")).body).toEqual({ next: [] });
});
