// A service that answers many people at once: one client, and for each call the credential of who asked.
import { setTimeout as delay } from "node:timers/promises";
import { clientSecret, onBehalfOf } from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import type { TimeseriesClient, TokenCredential } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf } from "../fake-client.ts";
import { fuzzParameters } from "../networks/fuzz-parameters.test-support.ts";
import { bearerOf, readClaims, watch } from "./tokens.test-support.ts";
import type { Claims } from "./tokens.test-support.ts";

const groupOf = { kari: "e0000000-0000-4000-8000-000000000001", ola: "e0000000-0000-4000-8000-000000000002" };
const users = (["kari", "ola"] as const).map((name, i) => ({
  id: `d0000000-0000-4000-8000-00000000000${i + 1}`,
  name,
  username: `${name}@example.invalid`,
  groups: [groupOf[name]],
}));
const access = Object.values(groupOf).map((groupId, i) => ({
  groupId,
  source: "test",
  plantStidCode: `000${i + 1}`,
  canWrite: false,
}));
const series = ["0001", "0002"].map((facility) => ({ name: `${facility}-PT-1`, facility }));
const server = createMockServer({ users, access, series });
/** Another tenant, with a sign-in and APIs of its own. */
const other = createMockServer({ tenantId: "77777777-7777-4777-8777-777777777777", series: [series[0]!] });
beforeAll(async () => {
  await Promise.all([server.listen(), other.listen()]);
});
afterAll(async () => {
  await Promise.all([server.close(), other.close()]);
});

const appOf = ({ tenantId, clientId, clientSecret: secret, authority: authorityHost, ca }: typeof server) => ({
  tenantId,
  clientId,
  secret,
  authorityHost,
  ca,
});
const [own, foreign] = server.store.series.map(({ id }) => id) as [string, string];

interface Sent {
  readonly expected: string | null;
  readonly claims: Claims;
}

/** Says in a header who asks, and reads of each request's token who it is. */
function createSharedClient(of: typeof server, credential: TokenCredential, latencies: readonly number[] = []) {
  const sent: Sent[] = [];
  const client = createTimeseriesClient({
    environment: "test",
    baseUrl: of.url,
    credential,
    retry: { tries: 1 },
    fetch: async (request) => {
      const count = sent.push({ expected: request.headers.get("x-asked-by"), claims: readClaims(bearerOf(request)) });
      await delay(latencies[count % latencies.length] ?? 0);
      return of.fetch(request);
    },
  });
  return { client, sent };
}

const ask = (client: TimeseriesClient, id: string, by: string, credential?: TokenCredential) =>
  client.getTimeseriesById({ id }, { headers: { "x-asked-by": by }, ...(credential !== undefined && { credential }) });

test("two people on behalf of whom one client asks are never mixed", { timeout: 900_000 }, async () => {
  const app = appOf(server);
  // The token that a person's request comes with: for the service itself.
  const assertions = await Promise.all(
    users.map(async ({ id }) => {
      const token = await server.clientOptions(id).credential.getToken(`${server.clientId}/.default`);
      return token!.token;
    }),
  );
  const step = fc.record({ who: fc.constantFrom(0, 1, 2), isKept: fc.boolean(), latencyMs: fc.nat(4) });
  const steps = fc.array(step, { minLength: 100, maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const { client, sent } = createSharedClient(
        server,
        clientSecret(app),
        plan.map(({ latencyMs }) => latencyMs),
      );
      const create = (who: number) => onBehalfOf({ ...app, userAssertion: assertions[who]! });
      const kept = [create(0), create(1)];
      const outcomes = await Promise.all(
        plan.map(async ({ who, isKept, latencyMs }) => {
          await delay(latencyMs);
          // The third is the service itself, with the client's own credential; it is in no group.
          if (who === 2) return (await errorOf(ask(client, own, server.clientId))).code;
          const { name, facility } = await ask(
            client,
            who === 0 ? own : foreign,
            users[who]!.id,
            isKept ? kept[who] : create(who),
          );
          return `${name} ${facility}`;
        }),
      );
      expect(outcomes).toEqual(plan.map(({ who }) => ["0001-PT-1 0001", "0002-PT-1 0002", "not-found"][who]));
      expect(sent).toHaveLength(plan.length);
      const isApp = ({ claims }: Sent) => claims.scp === undefined;
      expect(sent.filter((one) => (isApp(one) ? server.clientId : one.claims.oid) !== one.expected)).toEqual([]);
    }),
    fuzzParameters(8),
  );
});

test("one person's call with the other's series finds nothing", async () => {
  const token = await server.clientOptions(users[0]!.id).credential.getToken(`${server.clientId}/.default`);
  const credential = onBehalfOf({ ...appOf(server), userAssertion: token!.token });
  const { client } = createSharedClient(server, clientSecret(appOf(server)));
  expect((await errorOf(ask(client, foreign, users[0]!.id, credential))).code).toBe("not-found");
});

test("each API and each tenant has tokens of its own, asked for once", async () => {
  const tenants = [server, other].map((one) => ({ one, ...watch(clientSecret(appOf(one))) }));
  const seen: string[] = [];
  const clients = tenants.flatMap(({ one, credential }) =>
    (["test", "prod"] as const).map((environment) => {
      const client = createTimeseriesClient({
        environment,
        baseUrl: one.url,
        credential,
        fetch: (request) => {
          const { aud, tid } = readClaims(bearerOf(request));
          seen.push(`${environment} ${one.tenantId}: ${aud} ${tid}`);
          return one.fetch(request);
        },
      });
      return { client, id: one.store.series[0]!.id, user: one };
    }),
  );
  const rounds = Array.from({ length: 25 }, () => clients).flat();
  // The app of the first tenant is in no group, and sees no series: that it was let in is enough.
  await Promise.allSettled(rounds.map(({ client, id }) => client.getTimeseriesById({ id })));
  const audience = (environment: "test" | "prod") => environments[environment].scope.replace("/.default", "");
  const expected = tenants.flatMap(({ one }) =>
    (["test", "prod"] as const).map(
      (environment) => `${environment} ${one.tenantId}: ${audience(environment)} ${one.tenantId}`,
    ),
  );
  expect([...new Set(seen)].toSorted()).toEqual(expected.toSorted());
  expect(seen).toHaveLength(100);
  for (const { asked } of tenants) {
    expect(asked.map(({ scope }) => scope).toSorted()).toEqual(
      [environments.test.scope, environments.prod.scope].toSorted(),
    );
  }
  expect([...server.requests, ...other.requests].filter(({ statusCode }) => statusCode === 401)).toEqual([]);
});
