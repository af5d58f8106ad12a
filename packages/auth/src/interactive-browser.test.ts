import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { interactiveBrowser as inPage } from "./interactive-browser-page.ts";
import { interactiveBrowser as inNode } from "./interactive-browser.ts";

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AZURE_")) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const given = { tenantId: "tenant", clientId: "client" };

describe.each([
  ["a page", inPage],
  ["Node.js", inNode],
])("in %s", (_where, interactiveBrowser) => {
  test("what is missing or cannot work is said at once", () => {
    expect(() => interactiveBrowser({ clientId: "client" })).toThrow(/interactiveBrowser\(\) is not given tenantId/);
    expect(() => interactiveBrowser({ tenantId: "", clientId: "" })).toThrow(/tenantId .* clientId/);
    expect(() => interactiveBrowser({ ...given, authorityHost: "http://a.example" })).toThrow(/must be an https URL/);
  });

  test("a caller that aborts gets its reason, and leaves no listener", async () => {
    vi.stubGlobal("location", { origin: "https://app.example" });
    const credential = interactiveBrowser(given);
    const reason = new Error("no time");
    const expected = { code: "aborted", name: "AbortError", cause: reason };
    await expect(credential.getToken("x/.default", { abortSignal: AbortSignal.abort(reason) })).rejects.toMatchObject(
      expected,
    );
    const controller = new AbortController();
    const asked = credential.getToken("x/.default", { abortSignal: controller.signal });
    controller.abort(reason);
    await expect(asked).rejects.toMatchObject(expected);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});

test("who is signed in to begin with is who is said to be, and nothing opens to find out", async () => {
  expect(await inNode(given).prepare()).toBeUndefined();
  const authenticationRecord = {
    authority: "a",
    homeAccountId: "h",
    clientId: "client",
    tenantId: "tenant",
    username: "ola",
  };
  expect(await inNode({ ...given, authenticationRecord }).prepare()).toEqual({ username: "ola" });
});

test("where there is no page, the page's says so", async () => {
  vi.stubGlobal("location", { origin: "https://app.example" });
  const expected = { code: "credential", message: expect.stringContaining("non_browser_environment") };
  await expect(inPage(given).signIn("x/.default")).rejects.toMatchObject(expected);
});
