// An authority that has too much to do, or is down, while tokens end: the answers are Entra ID's, by status and headers.
import { clientSecret } from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { errorOf } from "../fake-client.ts";
import { answerTokens, createStubAuthority, refusal } from "./stub-authority.test-support.ts";
import type { Answer, StubAuthority } from "./stub-authority.test-support.ts";
import { bearerOf } from "./tokens.test-support.ts";
import { withoutWaits } from "./without-waits.test-support.ts";

const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
const minuteMs = 60_000;
let stub: StubAuthority;
beforeAll(async () => {
  stub = await createStubAuthority();
});
afterAll(() => stub[Symbol.asyncDispose]());
afterEach(() => vi.useRealTimers());

const token = (name: string): Answer => ({ body: { token_type: "Bearer", access_token: name, expires_in: 3600 } });
const busy: readonly [string, Answer][] = [
  ["429", refusal(90055, "Too many requests.", { status: 429 })],
  [
    "429 with Retry-After",
    { ...refusal(90055, "Too many requests.", { status: 429 }), headers: { "retry-after": "2" } },
  ],
  ["503", refusal(90033, "A transient error has occurred.", { status: 503 })],
  ["503 with a page", { status: 503, headers: { "content-type": "text/html" }, body: "<html>" }],
];

function create() {
  const { authorityHost, ca } = stub;
  const app = { tenantId: "11111111-1111-4111-8111-111111111111", clientId: id, secret: "s" };
  const credential = clientSecret({ ...app, authorityHost, ca });
  const bearers: string[] = [];
  const client = createTimeseriesClient({
    environment: "test",
    credential,
    retry: { tries: 1 },
    now: () => Date.now(),
    fetch: async (request) => {
      bearers.push(bearerOf(request));
      return Response.json({ data: { items: [{ id, name: "1219-PT-1234", facility: "1219" }] } });
    },
  });
  return { credential, bearers, read: () => client.getTimeseriesById({ id }) };
}

// A 429 that does not say how long to wait is not asked again by @azure/identity.
test.each(busy.slice(1))("%s, for a moment: the sign-in waits and asks again", async (_, answer) => {
  stub.answers = answerTokens(stub, [answer, token("first")]);
  const { credential, bearers, read } = create();
  await withoutWaits(() => credential.getToken(environments.test.scope, { enableCae: true }));
  await read();
  expect(bearers).toEqual(["first"]);
});

test.each(busy)("%s, for long: the old token is used to its end, then the error may be retried", async (_, answer) => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  const start = Date.now();
  stub.answers = answerTokens(stub, [token("old"), answer]);
  const { credential, bearers, read } = create();
  await read();
  const fail = () => withoutWaits(() => errorOf(credential.getToken(environments.test.scope)));
  for (const minutes of [56, 58]) {
    vi.setSystemTime(start + minutes * minuteMs);
    expect(await fail()).toMatchObject({ code: "credential", isRetryable: true });
    await read();
  }
  expect(bearers).toEqual(["old", "old", "old"]);
  vi.setSystemTime(start + 61 * minuteMs);
  await fail();
  expect(await errorOf(read())).toMatchObject({ code: "credential", isRetryable: true, attempts: 0 });
  // Once the authority is well again, so is the client: MSAL holds back for a minute where it was not told how long.
  stub.answers = answerTokens(stub, [token("new")]);
  vi.setSystemTime(start + 65 * minuteMs);
  await read();
  expect(bearers).toEqual(["old", "old", "old", "new"]);
});
