// What docs/networks.md says: Node's own fetch behind a company's proxies, each time in a process of its own.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCorporateNetwork, host } from "./corporate-network.test-support.ts";
import type { CorporateNetwork } from "./corporate-network.test-support.ts";

const success = { name: "read with Bearer token" };
const failure = (hint: string, isRetryable: boolean): unknown => ({
  error: { code: "network", isRetryable, message: expect.stringContaining(hint) as string },
});

let network: CorporateNetwork;
let trusted: Record<string, string>;
beforeAll(async () => {
  network = await createCorporateNetwork();
  trusted = { NODE_EXTRA_CA_CERTS: network.roots.service };
});
afterAll(() => network[Symbol.asyncDispose]());
beforeEach(() => {
  network.connected.length = 0;
  network.refusal = undefined;
});

describe("a proxy", () => {
  const proxyHint =
    "Where the network has a proxy, Node takes it from HTTPS_PROXY only with NODE_USE_ENV_PROXY=1. See docs/networks.md.";

  test.each([
    ["HTTPS_PROXY and NODE_USE_ENV_PROXY", (proxy: string) => ({ HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: "1" })],
    ["https_proxy and --use-env-proxy", (proxy: string) => ({ https_proxy: proxy, NODE_OPTIONS: "--use-env-proxy" })],
  ])("is used with %s", async (_, envOf) => {
    expect(await network.read({ ...trusted, ...envOf(network.tunnel) })).toEqual(success);
    expect(network.connected).toEqual([`${host}:443`]);
  });

  test("is not used with HTTPS_PROXY alone, and the error says what is missing", async () => {
    expect(await network.read({ ...trusted, HTTPS_PROXY: network.tunnel })).toEqual(failure(proxyHint, true));
    expect(network.connected).toEqual([]);
  });

  test("is left out for what NO_PROXY names", async () => {
    const env = { ...trusted, HTTPS_PROXY: network.tunnel, NODE_USE_ENV_PROXY: "1" };
    const options = `baseUrl: ${JSON.stringify(network.serviceUrl)}`;
    const through = await network.read(env, options);
    const { length } = network.connected;
    const past = await network.read({ ...env, NO_PROXY: "other.example,127.0.0.1" }, options);
    expect([through, past, length, network.connected.length]).toEqual([success, success, 1, 1]);
  });

  test("gets a name and a password from its address", async () => {
    const HTTPS_PROXY = network.tunnel.replace("//", "//name:pass%20word@");
    expect(await network.read({ ...trusted, HTTPS_PROXY, NODE_USE_ENV_PROXY: "1" })).toEqual(success);
    expect(network.connected).toEqual([`${host}:443 for name:pass word`]);
  });

  test("that leads to somebody else is found out by the certificate, and asked once", async () => {
    const env = { ...trusted, HTTPS_PROXY: network.tunnel, NODE_USE_ENV_PROXY: "1" };
    const outcome = await network.read(env, `baseUrl: "https://other.example", retry: { tries: 3 }`);
    expect(outcome).toEqual(failure("Hostname/IP does not match certificate's altnames", false));
    expect(network.connected).toEqual(["other.example:443"]);
  });

  test.each([
    ["407 Proxy Authentication Required", "The proxy wants a name and a password"],
    ["403 Forbidden", "The proxy opens no way to this host."],
  ])("that answers %s is asked once, and named in the error", async (refusal, hint) => {
    network.refusal = refusal;
    const HTTPS_PROXY = network.tunnel.replace("//", "//name:secret@");
    const outcome = await network.read({ ...trusted, HTTPS_PROXY, NODE_USE_ENV_PROXY: "1" }, "retry: { tries: 3 }");
    expect(outcome).toEqual(failure(hint, false));
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(network.connected).toHaveLength(1);
  });
});

describe.each([
  ["sends its root along", true, "self-signed certificate in certificate chain"],
  ["keeps its root", false, "unable to verify the first certificate"],
])("a proxy that looks into TLS and %s", (_, sendsRoot, reason) => {
  let inspected: CorporateNetwork;
  let proxied: Record<string, string>;
  beforeAll(async () => {
    inspected = await createCorporateNetwork({ sendsRoot });
    proxied = { HTTPS_PROXY: inspected.inspector, NODE_USE_ENV_PROXY: "1" };
  });
  afterAll(() => inspected[Symbol.asyncDispose]());

  test("is refused as long as nobody vouches for it, and the error says how to", async () => {
    const env = { ...proxied, NODE_EXTRA_CA_CERTS: inspected.roots.service };
    const outcome = await inspected.read(env, "retry: { tries: 3 }");
    expect(outcome).toEqual(failure(`No answer from ${host}: ${reason}`, false));
    expect(outcome).toEqual(failure("NODE_EXTRA_CA_CERTS=<file.pem>, or NODE_USE_SYSTEM_CA=1", false));
    // A certificate is the same at the next try.
    expect(inspected.connected.splice(0)).toHaveLength(1);
  });

  test("is trusted by NODE_EXTRA_CA_CERTS", async () => {
    expect(await inspected.read({ ...proxied, NODE_EXTRA_CA_CERTS: inspected.roots.inspector })).toEqual(success);
  });

  // SSL_CERT_FILE takes the place of the system's store, which a test must not change; only Linux has it.
  test.runIf(process.platform === "linux")("is trusted by NODE_USE_SYSTEM_CA, where the system knows it", async () => {
    const system = { ...proxied, SSL_CERT_FILE: inspected.roots.inspector };
    expect(await inspected.read({ ...system, NODE_USE_SYSTEM_CA: "1" })).toEqual(success);
    expect(await inspected.read({ ...system, NODE_OPTIONS: "--use-system-ca" })).toEqual(success);
    expect(await inspected.read(system)).toEqual(failure(reason, false));
  });
});
