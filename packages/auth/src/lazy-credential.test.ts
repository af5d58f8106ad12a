import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Notes all that the process imports; then imports this package, makes credentials, and asks one for a token. */
const program = `
  import { registerHooks } from "node:module";
  const imported = [];
  registerHooks({ resolve: (name, context, next) => { imported.push(name); return next(name, context); } });
  const auth = await import(${JSON.stringify(new URL("index.ts", import.meta.url).href)});
  const given = { tenantId: "t", clientId: "c", secret: "s" };
  const credential = auth.clientSecret({ ...given, tenantId: "not a tenant id" });
  auth.deviceCode(given);
  auth.defaultCredentials(given);
  auth.managedIdentity();
  auth.clientCertificate({ ...given, certificatePath: "p" });
  auth.workloadIdentity({ ...given, tokenFilePath: "p" });
  auth.onBehalfOf({ ...given, userAssertion: "a" });
  const azure = () => imported.filter((name) => name.startsWith("@azure/"));
  const before = azure();
  await credential.getToken("x/.default").catch(() => {});
  console.log(JSON.stringify({ before, after: azure().includes("@azure/identity"), core: imported.filter((name) => name.includes("omnia-timeseries/")) }));
`;

test("@azure/identity is loaded for the first token, and core never", { timeout: 30_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect(JSON.parse(stdout)).toEqual({ before: [], after: true, core: [] });
});
