import { inspect } from "node:util";
import { isOmniaError } from "@omnia-timeseries/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientCertificate, clientSecret, managedIdentity, onBehalfOf, workloadIdentity } from "./index.ts";

// What is wrong is said at the call, before anything is loaded or sent.

const ids = { tenantId: "t", clientId: "c" };
const pem = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
const key = "-----BEGIN PRIVATE KEY-----\nsecretKey\n-----END PRIVATE KEY-----\n";
const userAssertion = "eyJ.secretAssertion.x";
const assertion = () => Promise.resolve("x");

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AZURE_")) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

test.each<[message: RegExp, call: () => unknown]>([
  [/tenantId .*AZURE_TENANT_ID\), clientId .*AZURE_CLIENT_ID\)/, () => clientCertificate({ certificate: pem + key })],
  [/certificatePath \(or the environment variable AZURE_CLIENT_CERTIFICATE_PATH\)/, () => clientCertificate(ids)],
  [
    /certificate and certificatePath; give one/,
    () => clientCertificate({ ...ids, certificate: "x", certificatePath: "y" }),
  ],
  [/no "-----BEGIN PRIVATE KEY-----"/, () => clientCertificate({ ...ids, certificate: pem })],
  [/no "-----BEGIN CERTIFICATE-----"/, () => clientCertificate({ ...ids, certificate: key })],
  [/For a file give certificatePath/, () => clientCertificate({ ...ids, certificate: "app.pem" })],
  [
    /tenantId .*clientId .*tokenFilePath \(or the environment variable AZURE_FEDERATED_TOKEN_FILE\)/,
    () => workloadIdentity(),
  ],
  [/clientId and resourceId; give one/, () => managedIdentity({ clientId: "c", resourceId: "r" })],
  [/an empty objectId; leave it out/, () => managedIdentity({ objectId: "" })],
  [/secret \(or the environment variable AZURE_CLIENT_SECRET\)/, () => onBehalfOf({ ...ids, userAssertion })],
  [/is given secret and assertion; give one/, () => onBehalfOf({ ...ids, userAssertion, secret: "s", assertion })],
  [/is not given tenantId /, () => onBehalfOf({ clientId: "c", secret: "s", userAssertion })],
  [/without 'Bearer '/, () => onBehalfOf({ ...ids, secret: "s", userAssertion: `Bearer ${userAssertion}` })],
  [/userAssertion must be/, () => onBehalfOf({ ...ids, secret: "s", userAssertion: "" })],
  [
    /proxy must be an http or https URL/,
    () => clientSecret({ ...ids, secret: "s", proxy: "me:secretPassword@proxy:80" }),
  ],
  [/proxy must be/, () => workloadIdentity({ ...ids, tokenFilePath: "f", proxy: "socks5://me:secretPassword@proxy" })],
])("%s", (message, call) => {
  let error: unknown;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  expect(isOmniaError(error, "invalid-argument")).toBe(true);
  expect(String(error)).toMatch(message);
  expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/secret(Key|Assertion|Password)/);
});

test("what is enough is taken", () => {
  expect(() => [
    managedIdentity(),
    managedIdentity({ clientId: undefined, resourceId: "r" }),
    clientCertificate({
      ...ids,
      certificate: `${pem}-----BEGIN ENCRYPTED PRIVATE KEY-----\n`,
      certificatePassword: "p",
    }),
    onBehalfOf({ ...ids, userAssertion, assertion }),
  ]).not.toThrow();
  vi.stubEnv("AZURE_CLIENT_CERTIFICATE_PATH", "app.pem");
  expect(() => [clientCertificate(ids), onBehalfOf({ ...ids, userAssertion })]).not.toThrow();
});
