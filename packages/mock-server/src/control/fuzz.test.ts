import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changeRequest,
  changeText,
  createRequest,
  encodeRaw,
  findFault,
} from "../door/changed-requests.test-support.ts";
import type { Sent } from "../door/changed-requests.test-support.ts";
import { fuzzRuns } from "../fuzz-runs.test-support.ts";
import { sendRaw } from "../raw-http.test-support.ts";
import { isControlPath } from "./is-control-path.ts";
import { controlRequests, createControlled } from "./requests.test-support.ts";

const known: readonly Sent[] = controlRequests.map(({ method, path, body }) => ({
  method,
  path: `/__mock${path}`,
  headers: [["content-type", typeof body === "string" ? "text/csv" : "application/json"]],
  body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
}));
/** What changes bodies as JSON knows no CSV. */
const changed = fc
  .constantFrom(...known)
  .chain((sent) =>
    sent.headers[0]![1] === "text/csv"
      ? changeText(sent.body!).map((body) => ({ ...sent, body }))
      : changeRequest(sent),
  );

describe("whatever is asked of the control API", () => {
  test("in process, the answer is whole and no 5xx, and the next request is good", async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 1, maxLength: 5 }), async (all) => {
        const { server, ask } = await createControlled();
        for (const sent of all) {
          const request = createRequest(sent);
          // The APIs refuse what is not expected with 501, and that may have been asked of them before.
          if (request === undefined || !isControlPath(request.url)) continue;
          const response = await server.fetch(request);
          const bytes = await response.bytes();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          const fault = findFault(response.status, response.headers.get("content-type"), bytes);
          expect(request.method === "HEAD" ? undefined : fault).toBeUndefined();
        }
        expect((await ask({ method: "GET", path: "/server" })).status).toBe(200);
        // What was done to it leaves the API itself whole.
        await ask({ method: "POST", path: "/reset" });
        const url = "http://h/plant/timeseries/v1.7";
        expect((await server.fetch(url, { headers: { authorization: "Bearer x" } })).status).toBe(200);
      }),
      { numRuns: fuzzRuns(250) },
    );
    expect(statuses.get(200)).toBeGreaterThan(20);
    expect(statuses.get(400)).toBeGreaterThan(20);
  });

  test("over a socket, broken HTTP too", async () => {
    const { server } = await createControlled();
    await server.listen();
    const raw = fc.oneof(
      changed.map(encodeRaw),
      fc.constantFrom(...known).chain((sent) => changeText(encodeRaw(sent))),
    );
    let answered = 0;
    try {
      await fc.assert(
        fc.asyncProperty(raw, async (text) => {
          // What was expected, or should go wrong, is met by a text that happens to leave the control API.
          server.reset();
          const answers = await sendRaw(server.url, Buffer.from(text, "latin1"));
          answered += answers.length;
          for (const { statusCode, headers, body } of answers) {
            if (text.startsWith("HEAD") || statusCode < 200) continue;
            expect(findFault(statusCode, headers["content-type"] ?? null, Buffer.from(body))).toBeUndefined();
          }
          expect((await fetch(`${server.url}/__mock/server`)).status).toBe(200);
        }),
        { numRuns: fuzzRuns(100) },
      );
    } finally {
      await server.close();
    }
    expect(answered).toBeGreaterThan(50);
  });
});
