import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InteractiveBrowserCredential } from "@azure/identity";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCaFile } from "../ca-file.ts";
import type { CaFile } from "../ca-file.ts";
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import { ola, siri } from "./browser-sign-in.test-support.ts";

// The real InteractiveBrowserCredential of @azure/identity: it opens the browser of the system, which is here a
// program that does what a person does, and waits for the answer at a port of its own.

const scope = "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default";
// Defined only where the package that opens the browser asks `xdg-open`, which asks BROWSER.
const platforms = process.platform === "linux" ? ["linux"] : [];

vi.setConfig({ testTimeout: 30_000 });

let server: MockServer;
let directory: string;
let caFile: CaFile;

beforeAll(async () => {
  server = createMockServer({ users: [siri, ola] });
  await server.listen();
  caFile = createCaFile(server.ca);
  directory = await mkdtemp(join(tmpdir(), "omnia-timeseries-browser-"));
  vi.stubEnv("XDG_CURRENT_DESKTOP", "X-Generic");
  vi.stubEnv("NODE_EXTRA_CA_CERTS", caFile.path);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  caFile.remove();
  await server.close();
  await rm(directory, { recursive: true });
});

/** Makes a program the browser of the system; it is given the address. */
async function useBrowser(code: string): Promise<void> {
  const support = new URL("sign-in-page.test-support.ts", import.meta.url).href;
  const file = join(directory, `${crypto.randomUUID()}.mjs`);
  await writeFile(file, `import { press } from ${JSON.stringify(support)};\nconst url = process.argv[2];\n${code}`);
  const browser = file.replace(/mjs$/, "sh");
  await writeFile(browser, `#!/bin/sh\nexec "${process.execPath}" "${file}" "$1"\n`);
  await chmod(browser, 0o700);
  vi.stubEnv("BROWSER", browser);
}

const signIn = (loginHint?: string) =>
  new InteractiveBrowserCredential({
    authorityHost: server.authority,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: server.ca },
    tenantId: server.tenantId,
    clientId: "675bd975-260f-498e-82cd-65f67b34fe7d",
    ...(loginHint === undefined ? {} : { loginHint }),
  });

test.each(platforms)("a person is chosen on the page, once for all tokens that follow (%s)", async () => {
  await useBrowser(`await press(url, ["username", ${JSON.stringify(ola.username)}]);`);
  const credential = signIn();
  const { token } = await credential.getToken(scope);
  expect(decodeJwt(token)).toMatchObject({ oid: ola.id, name: "Ola", appid: "675bd975-260f-498e-82cd-65f67b34fe7d" });
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${server.url}/plant/timeseries/v1.7/?limit=1`, { headers })).status).toBe(200);

  vi.stubEnv("BROWSER", "/bin/false");
  expect((await credential.getToken(scope)).token).toBe(token);
  const other = await credential.getToken("310547f5-022b-4fb5-b13e-2b468b8bf658/.default");
  expect(decodeJwt(other.token)).toMatchObject({ oid: ola.id, aud: "310547f5-022b-4fb5-b13e-2b468b8bf658" });
});

test.each(platforms)("a person who is said by signIn.as needs no page (%s)", async () => {
  server.signIn.as(siri.username);
  try {
    await useBrowser("await press(url);");
    expect(decodeJwt((await signIn().getToken(scope)).token)).toMatchObject({ oid: siri.id });
  } finally {
    server.signIn.as();
  }
});

test.each(platforms)("a person who says no is told to the program (%s)", async () => {
  await useBrowser('await press(url, ["refuse", "true"]);');
  await expect(signIn(ola.username).getToken(scope)).rejects.toThrow(/access_denied.*AADSTS65004/);
});
