// Tokens beyond the process: a plugin as @azure/identity-cache-persistence is one, through the real useIdentityPlugin.
import { createRequire } from "node:module";
import { clientSecret, deviceCode, publicClientIds } from "@omnia-timeseries/auth";
import { environments } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { type AuthenticationRecord, type TokenCachePersistenceOptions, useIdentityPlugin } from "@azure/identity";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

/** What the plugin is given of a cache that is about to be read, or was changed. Source: `ICachePlugin` of `@azure/msal-node`. */
interface CacheContext {
  readonly cacheHasChanged: boolean;
  readonly tokenCache: { serialize(): string; deserialize(text: string): void };
}
interface PluginContext {
  readonly cachePluginControl: { setPersistence(create: (options?: TokenCachePersistenceOptions) => unknown): void };
}

/** The disk: what is kept under each name. */
const disk = new Map<string, string>();
/** Keeps caches in a map, by name. Source: `AzurePluginContext` of `@azure/identity`. */
function cachePlugin(context: unknown): void {
  (context as PluginContext).cachePluginControl.setPersistence((options) => {
    const name = options?.name ?? "";
    return Promise.resolve({
      beforeCacheAccess({ tokenCache }: CacheContext) {
        const kept = disk.get(name);
        if (kept !== undefined) tokenCache.deserialize(kept);
        return Promise.resolve();
      },
      afterCacheAccess({ cacheHasChanged, tokenCache }: CacheContext) {
        if (cacheHasChanged) disk.set(name, tokenCache.serialize());
        return Promise.resolve();
      },
    });
  });
}

const { scope } = environments.test;
const server = createMockServer();
beforeAll(async () => {
  await server.listen();
});
afterAll(() => server.close());
afterEach(() => {
  disk.clear();
});

const common = () => ({
  tenantId: server.tenantId,
  authorityHost: server.authority,
  ca: server.ca,
  tokenCachePersistenceOptions: { enabled: true, name: "omnia" },
});
const withSecret = (more = {}) =>
  clientSecret({ ...common(), clientId: server.clientId, secret: server.clientSecret, ...more });

test("without the plugin it says what to do; also where the plugin went to another copy", async () => {
  const message = /^Sign-in with a client secret failed: .*useIdentityPlugin/;
  await expect(withSecret().getToken(scope)).rejects.toMatchObject({
    code: "credential",
    message: expect.stringMatching(message) as string,
  });
  // CommonJS has a copy of its own.
  const other = createRequire(import.meta.url)("@azure/identity") as { useIdentityPlugin: typeof useIdentityPlugin };
  other.useIdentityPlugin(cachePlugin);
  await expect(withSecret().getToken(scope)).rejects.toThrow(message);
  useIdentityPlugin(cachePlugin);
  expect((await withSecret().getToken(scope))!.token).toMatch(/^ey/);
});

test("a later process finds the token of a service", async () => {
  useIdentityPlugin(cachePlugin);
  const first = await withSecret().getToken(scope);
  expect([...disk.keys()]).toEqual(["omnia"]);
  expect((await withSecret().getToken(scope))!.token).toBe(first!.token);
  // Not by chance: elsewhere there is none.
  const elsewhere = { tokenCachePersistenceOptions: { enabled: true, name: "elsewhere" } };
  expect((await withSecret(elsewhere).getToken(scope))!.token).not.toBe(first!.token);
  expect((await withSecret({ tokenCachePersistenceOptions: undefined }).getToken(scope))!.token).not.toBe(first!.token);
});

test("a person signs in once for all processes, with the record of who it was", async () => {
  useIdentityPlugin(cachePlugin);
  const onPrompt = vi.fn<(prompt: { verificationUri: string; userCode: string }) => void>((prompt) => {
    void server.fetch(`${prompt.verificationUri}?user_code=${prompt.userCode}`);
  });
  const records: AuthenticationRecord[] = [];
  const person = (authenticationRecord?: AuthenticationRecord) =>
    deviceCode({
      ...common(),
      clientId: publicClientIds.test,
      onPrompt,
      onAuthenticationRecord: (record) => records.push(record),
      authenticationRecord,
    });
  const credential = person();
  const first = await credential.getToken(scope);
  await credential.getToken(environments.prod.scope);
  expect(records).toHaveLength(1);
  expect(onPrompt).toHaveBeenCalledTimes(1);
  const kept = JSON.stringify(records[0]);
  expect(JSON.parse(kept)).toMatchObject({ username: "mock.user@example.invalid", tenantId: server.tenantId });
  expect(kept).not.toContain(first!.token);

  const later = person(JSON.parse(kept) as AuthenticationRecord);
  expect((await later.getToken(scope))!.token).toBe(first!.token);
  expect(onPrompt).toHaveBeenCalledTimes(1);
  // Who does not know who it was asks again.
  await person().getToken(scope);
  expect(onPrompt).toHaveBeenCalledTimes(2);
});
