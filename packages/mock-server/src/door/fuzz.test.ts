import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { splitAnswers, sendRaw } from "../raw-http.test-support.ts";
import { timeseries } from "../wire.test-support.ts";
import { changeRequest, changeText, createRequest, encodeRaw, findFault } from "./changed-requests.test-support.ts";
import type { Sent } from "./changed-requests.test-support.ts";
import { createKnownServer, listKnownRequests } from "./requests.test-support.ts";

const { a, b } = createKnownServer();
const known: readonly Sent[] = listKnownRequests(a, b).map(({ method, path, accept, body }) => ({
  method,
  path,
  headers: [
    ["authorization", "Bearer x"],
    ["content-type", "application/json"],
    ["accept", accept ?? "application/json"],
  ],
  body: body === undefined ? undefined : JSON.stringify(body),
}));

const sentRequest = fc.constantFrom(...known).chain(changeRequest);

test("the requests that are changed are of every operation", async () => {
  const { server } = createKnownServer();
  for (const sent of known) expect((await server.fetch(createRequest(sent)!)).ok).toBe(true);
  const asked = new Set(server.requests.map(({ api, operationId }) => `${api} ${operationId}`));
  expect(asked.size).toBe(apis.reduce((sum, api) => sum + Object.keys(api.operations).length, 0));
});

describe.each([false, true])("strict: %s", (strict) => {
  test("whatever is asked, the answer is whole and no 5xx, and the next request is good", async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(sentRequest, { minLength: 1, maxLength: 4 }), async (all) => {
        const { server } = createKnownServer({ strict, validateResponses: true });
        for (const sent of all) {
          const request = createRequest(sent);
          if (request === undefined) continue;
          const isHead = request.method === "HEAD";
          const response = await server.fetch(request);
          const bytes = await response.bytes();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          const fault = findFault(response.status, response.headers.get("content-type"), bytes);
          expect(isHead ? undefined : fault).toBeUndefined();
        }
        const next = await server.fetch(`http://h${timeseries}`, { headers: { authorization: "Bearer x" } });
        expect(next.status).toBe(200);
      }),
      { numRuns: fuzzRuns(250) },
    );
    // It would prove little if all were refused, or nothing was.
    expect(statuses.get(200)).toBeGreaterThan(20);
    expect(statuses.get(400)).toBeGreaterThan(20);
  });
});

describe("over a socket", () => {
  const rawRequest = fc.oneof(
    sentRequest.map(encodeRaw),
    fc.constantFrom(...known).chain((base) => changeText(encodeRaw(base))),
    fc.string({ unit: "binary", maxLength: 200 }),
  );

  test("broken HTTP too: an answer without a 5xx, or none and the end", async () => {
    const { server } = createKnownServer();
    await server.listen();
    let answered = 0;
    try {
      await fc.assert(
        fc.asyncProperty(rawRequest, fc.nat(200), async (text, cut) => {
          const bytes = Buffer.from(text, "latin1");
          const answers = await sendRaw(server.url, bytes.subarray(0, cut), bytes.subarray(cut));
          answered += answers.length;
          for (const { statusCode, headers, body } of answers) {
            // An answer to HEAD has none, and one that asks for more (100) is none.
            if (text.startsWith("HEAD") || statusCode < 200) continue;
            expect(findFault(statusCode, headers["content-type"] ?? null, Buffer.from(body))).toBeUndefined();
          }
          const next = await fetch(`${server.url}${timeseries}`, { headers: { authorization: "Bearer x" } });
          expect(next.status).toBe(200);
          await next.arrayBuffer();
        }),
        { numRuns: fuzzRuns(150) },
      );
    } finally {
      await server.close();
    }
    expect(answered).toBeGreaterThan(100);
  });

  test("its reader finds the answers that came", () => {
    const text =
      "HTTP/1.1 400 Bad Request\r\nA: b\r\ncontent-length: 2\r\n\r\n{}" +
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0A\r\nbcdefghijk\r\n0\r\n\r\n" +
      "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1";
    expect(splitAnswers(Buffer.from(text))).toEqual([
      { statusCode: 400, headers: { a: "b", "content-length": "2" }, body: "{}" },
      { statusCode: 200, headers: { "transfer-encoding": "chunked" }, body: "abcdefghijk" },
      { statusCode: 200, headers: { "content-length": "1" }, body: "1" },
    ]);
  });
});
