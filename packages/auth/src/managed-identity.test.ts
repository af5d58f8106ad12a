import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { managedIdentity, type ManagedIdentityOptions } from "./index.ts";

// What the machine is asked, by the real @azure/identity. Source: Microsoft, "How to use managed identities for App
// Service and Azure Functions", version 2019-08-01.

const asked: { query: URLSearchParams; header: unknown }[] = [];
const server = createServer((request, response) => {
  const query = new URL(request.url!, "http://127.0.0.1").searchParams;
  asked.push({ query, header: request.headers["x-identity-header"] });
  const body = { access_token: "t", expires_on: String(Math.floor(Date.now() / 1000) + 3600), token_type: "Bearer" };
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify({ ...body, resource: query.get("resource") }));
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
beforeEach(() => {
  asked.length = 0;
  for (const name of Object.keys(process.env)) if (/^AZURE_|_PROXY$/i.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`);
  vi.stubEnv("IDENTITY_HEADER", "of this machine");
});
afterEach(() => vi.unstubAllEnvs());

// The process keeps tokens of managed identities: each has a resource of its own.
test.each<[options: ManagedIdentityOptions, resource: string, id: Record<string, string>]>([
  [{}, "one", {}],
  [{ clientId: "c" }, "two", { client_id: "c" }],
  [{ objectId: "o" }, "three", { object_id: "o" }],
  [{ resourceId: "/subscriptions/r" }, "four", { mi_res_id: "/subscriptions/r" }],
])("%j", async (options, resource, id) => {
  // Somebody else's variable, such as that of an app registration, chooses nothing here.
  vi.stubEnv("AZURE_CLIENT_ID", "another");
  expect(await managedIdentity(options).getToken(`${resource}/.default`)).toMatchObject({ token: "t" });
  expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
    { "api-version": "2019-08-01", resource, ...id },
  ]);
  expect(asked[0]!.header).toBe("of this machine");
});
