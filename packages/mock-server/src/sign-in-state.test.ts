import { describe, expect, test } from "vitest";
import { decodeState } from "./data/decode-state.ts";
import { encodeState } from "./data/encode-state.ts";
import { createMockServer } from "./mock-server.ts";
import type { MockServer } from "./mock-server.ts";
import type { MockServerOptions } from "./mock-server-options.ts";

// What outlives snapshots, resets, data files and refused fixtures, as a browser at the sign-in page sees it.

const clientId = "aaaaaaaa-0000-4000-8000-00000000000a";
const siri = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Siri", username: "siri@example.invalid" };
const ola = { id: "bbbbbbbb-0000-4000-8000-000000000002", name: "Ola", username: "ola@example.invalid" };
const options: MockServerOptions = {
  users: [siri, ola],
  apps: [{ clientId, redirectUris: ["https://app.example/"], needsConsent: true }],
  tenants: [{ tenantId: "supplier.example", users: [ola] }],
};

/** A browser with the cookie of a server. */
function createBrowser({ fetch, tenantId }: MockServer) {
  let cookie = "";
  const base = `https://login.test/${tenantId}/oauth2/v2.0/authorize`;
  const fields = { client_id: clientId, redirect_uri: "https://app.example/", response_type: "code", scope: "openid" };

  /** The answer that the app gets, or else the title of the page that is shown. */
  async function read(response: Response): Promise<string> {
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    const location = response.headers.get("location");
    if (location === null) return /<h1>(.*)<\/h1>/.exec(await response.text())![1]!;
    const { searchParams } = new URL(location);
    return searchParams.get("error") ?? [...searchParams.keys()].join();
  }
  return {
    visit: async (more: Readonly<Record<string, string>> = {}) =>
      read(await fetch(`${base}?${new URLSearchParams({ ...fields, ...more })}`, { headers: { cookie } })),
    choose: async (more: Readonly<Record<string, string>>) =>
      read(
        await fetch(base, { method: "POST", headers: { cookie }, body: new URLSearchParams({ ...fields, ...more }) }),
      ),
  };
}

const [choice, consent] = ["Who signs in?", "Allow it?"];
const asOla = { username: ola.username };
const silently = { prompt: "none" };

describe("restore", () => {
  test("brings back what people allowed and who is at the page, and signs everyone out", async () => {
    const server = createMockServer(options);
    const { visit, choose } = createBrowser(server);
    expect(await choose(asOla)).toBe(consent);
    const before = server.snapshot();
    expect(await choose({ ...asOla, consent: "accept" })).toBe("code");
    server.signIn.as(siri.username);
    const after = server.snapshot();
    expect(await visit(silently)).toBe("code");

    for (let i = 0; i < 2; i++) {
      server.restore(before);
      expect([await visit(silently), await visit(), await choose(asOla)]).toEqual(["login_required", choice, consent]);
      server.restore(after);
      expect([await visit(silently), await visit()]).toEqual(["login_required", "code"]);
      server.signIn.as();
      expect([await choose(asOla), await choose({ username: siri.username })]).toEqual(["code", "code"]);
    }
    server.reset();
    expect([await visit(silently), await visit(), await choose(asOla)]).toEqual(["login_required", choice, consent]);
  });
});

describe("a server of the state of another one", () => {
  const copy = (server: MockServer, more: MockServerOptions = {}): MockServer =>
    createMockServer({ ...options, ...more, state: decodeState(encodeState(server.state()), "mock.json") });

  test("knows what people allowed and who is at the page, and comes back to it with a reset; no session is in it", async () => {
    const server = createMockServer(options);
    const first = createBrowser(server);
    expect(await first.choose({ ...asOla, consent: "accept" })).toBe("code");
    server.signIn.as(ola.username);
    const other = copy(server);
    const { visit, choose } = createBrowser(other);
    expect(await visit(silently)).toBe("login_required");
    // Whoever stands in allows everything, so first without.
    other.signIn.as();
    expect([await choose(asOla), await choose({ username: siri.username })]).toEqual(["code", consent]);
    other.reset();
    expect([await visit(silently), await visit()]).toEqual(["login_required", "code"]);
  });

  test("shows the page where it does not know the person any more", async () => {
    const server = createMockServer(options);
    server.signIn.as(ola.username);
    const { visit } = createBrowser(copy(server, { users: [siri] }));
    expect(await visit()).toBe(choice);
  });
});

describe("seed", () => {
  const good = { series: [{ name: "a", facility: "1219" }] };
  const bad = { series: [...good.series, ...good.series] };

  test("signs nobody out, neither when it adds nor when it is refused, and takes nothing back", async () => {
    const server = createMockServer(options);
    const { visit, choose } = createBrowser(server);
    await choose({ ...asOla, consent: "accept" });
    server.signIn.disable(siri.username);
    server.signIn.as(ola.username);
    const { signIn } = server.state();
    expect(() => server.seed(bad)).toThrow(expect.objectContaining({ code: "conflict" }));
    expect(server.store.series).toEqual([]);
    expect([await visit(silently), await visit()]).toEqual(["code", "code"]);
    server.seed(good);
    expect(await visit(silently)).toBe("code");
    expect(server.state().signIn).toMatchObject(
      signIn.map(({ disabled, consents, present }) => ({ disabled, consents, present })),
    );
  });
});

test("who is at the page is so in the tenants that know the person", () => {
  const server = createMockServer(options);
  const { signIn } = server;
  const present = () => server.state().signIn.map((one) => one.present);
  signIn.as(ola.username);
  expect(present()).toEqual([ola.id, ola.id]);
  signIn.as(siri.id.toUpperCase());
  expect(present()).toEqual([siri.id, null]);
  expect(() => signIn.as("nobody")).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  expect(present()).toEqual([siri.id, null]);
  signIn.as();
  expect(present()).toEqual([null, null]);
});
