import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interactiveBrowser } from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test, vi } from "vitest";

// interactiveBrowser() in Node.js: the system's browser is a program that writes down the address, which a real one opens.

const username = "anna@example.invalid";

/** @returns a function that waits for the next address that the system's browser is given */
async function replaceSystemBrowser(): Promise<() => Promise<string>> {
  const directory = await mkdtemp(join(tmpdir(), "system-browser-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [program, address] = [join(directory, "browser.sh"), join(directory, "address")];
  await writeFile(program, `#!/bin/sh\nprintf '%s' "$1" > "${address}.part" && mv "${address}.part" "${address}"\n`);
  await chmod(program, 0o700);
  vi.stubEnv("BROWSER", program);
  vi.stubEnv("XDG_CURRENT_DESKTOP", "X-Generic");
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => {
    const url = await vi.waitFor(() => readFile(address, "utf8"), { timeout: 20_000 });
    await rm(address);
    return url;
  };
}

test("a person signs in by the system's browser, once, and again after a sign-out", async () => {
  await using server = createMockServer({
    users: [{ id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Anna", username }],
    series: [{ name: "1219-PT-1234", facility: "1219", datapoints: [{ time: "2024-01-01T00:00:00Z", value: 87.5 }] }],
  });
  await server.listen();
  const nextAddress = await replaceSystemBrowser();
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  const tab = await browser.newPage({ ignoreHTTPSErrors: true });

  const { tenantId, clientId, authority: authorityHost, ca } = server;
  const onAuthenticationRecord = vi.fn<(record: object) => void>();
  const credential = interactiveBrowser({ tenantId, clientId, authorityHost, ca, onAuthenticationRecord });
  expect(await credential.prepare()).toBeUndefined();
  const signedIn = credential.signIn(environments.test.scope);
  await tab.goto(await nextAddress());
  await tab.getByRole("button", { name: username }).click();
  await signedIn;
  expect(await credential.prepare()).toEqual({ username });

  const { id } = server.store.series[0]!;
  const client = createTimeseriesClient({ environment: "test", baseUrl: server.url, credential, format: protobuf });
  expect((await client.getLatestDatapoint({ id }))?.value).toBe(87.5);

  expect(onAuthenticationRecord.mock.calls).toEqual([[expect.objectContaining({ username, tenantId, clientId })]]);

  await credential.signOut();
  expect(await credential.prepare()).toBeUndefined();
  // By a call, too. The system's browser has its session still, but may choose another person.
  const sayNo = async (): Promise<void> => {
    await tab.goto(await nextAddress());
    await tab.getByRole("button", { name: "No" }).click();
  };
  const refusal = {
    code: "credential",
    message: expect.stringMatching(/^Sign-in with a browser failed: .*AADSTS65004/),
  };
  await Promise.all([expect(credential.getToken(environments.test.scope)).rejects.toMatchObject(refusal), sayNo()]);
});
