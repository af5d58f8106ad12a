// A managed identity, in a process of its own: MSAL remembers the kind of machine that it found first.
import { managedIdentity } from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { errorOf } from "../fake-client.ts";
import { print } from "./print.test-support.ts";
import { stubMachine } from "./stub-machine.test-support.ts";
import { withoutWaits } from "./without-waits.test-support.ts";

const { scope } = environments.test;
const unknown = "99999999-9999-4999-8999-999999999999";
/** Two hours behind the machine that asks: what it gives looks as if it were over. */
const server = createMockServer({
  now: () => Date.now() - 7_200_000,
  series: [{ name: "1219-PT-1234", facility: "1219" }],
});
beforeAll(() => server.listen());
afterAll(() => server.close());
afterEach(() => vi.unstubAllEnvs());

test("an identity that the machine does not have", async () => {
  stubMachine(server.managedIdentity.appService);
  const error = await withoutWaits(() => errorOf(managedIdentity({ clientId: unknown }).getToken(scope)));
  expect(error.message).toBe(
    "Sign-in with a managed identity failed: the machine gave no token: Managed identity not found for the client id. Check that this managed identity is assigned to it (clientId, objectId, resourceId).",
  );
  expect(print(error)).not.toContain(server.managedIdentity.appService.IDENTITY_HEADER);
});

test("a token that looks expired when it arrives is good where the API takes it", async () => {
  stubMachine(server.managedIdentity.appService);
  const token = await managedIdentity().getToken(scope);
  expect(token!.expiresOnTimestamp).toBeLessThan(Date.now());
  const client = createTimeseriesClient({ environment: "test", baseUrl: server.url, credential: managedIdentity() });
  const { id } = server.store.series[0]!;
  for (const _ of [1, 2]) await expect(client.getTimeseriesById({ id })).resolves.toMatchObject({ id });
  expect(server.requests.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
});
