// Sign-in through a company's proxy, over the real @azure/identity: by the option, and by the variables.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { promisify, inspect } from "node:util";
import {
  clientCertificate,
  clientSecret,
  deviceCode,
  type SignInOptions,
  workloadIdentity,
} from "@omnia-timeseries/auth";
import { environments } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createAppCertificate } from "../certificates.test-support.ts";

const { scope } = environments.test;
const app = createAppCertificate("app");
const certified = "aaaaaaaa-0000-4000-8000-000000000001";
const server = createMockServer({ apps: [{ clientId: certified, certificate: app.cert }] });
/** What the proxy was asked for, and by whom. */
const connected: string[] = [];
let refusal: string | undefined;
const sockets = new Set<Socket>();
const proxy = createServer((_, response) => response.writeHead(405).end());
proxy.on("connect", ({ url = "", headers }, socket: Socket) => {
  const [, credentials = ""] = (headers["proxy-authorization"] ?? "").split(" ");
  connected.push(`${url} for ${Buffer.from(credentials, "base64").toString() || "nobody"}`);
  sockets.add(socket);
  socket.on("error", () => {});
  if (refusal !== undefined) {
    socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\n\r\n`);
    return;
  }
  const onward = connect(Number(new URL(`http://${url}`).port), "127.0.0.1", () =>
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n"),
  );
  sockets.add(onward);
  onward.on("error", () => socket.destroy());
  onward.pipe(socket).pipe(onward);
});
let proxyUrl = "";

beforeAll(async () => {
  await server.listen();
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
  await server.close();
});
beforeEach(() => {
  connected.length = 0;
  refusal = undefined;
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

const common = () => ({ tenantId: server.tenantId, authorityHost: server.authority, ca: server.ca });
const withSecret = (options: SignInOptions = {}) =>
  clientSecret({ ...common(), clientId: server.clientId, secret: server.clientSecret, ...options });
const authority = () => new URL(server.authority).host;

test("the option names a proxy, with a name and a password", async () => {
  const credential = withSecret({ proxy: proxyUrl.replace("//", "//name:p%40ss%20word@") });
  expect((await credential.getToken(scope))!.token).toMatch(/^ey/);
  expect(new Set(connected)).toEqual(new Set([`${authority()} for name:p@ss word`]));
});

test("every flow that asks the authority takes it", async () => {
  const clientId = certified;
  const flows = [
    clientCertificate({ ...common(), clientId, certificate: app.cert + app.key, proxy: proxyUrl }),
    deviceCode({
      ...common(),
      clientId: server.clientId,
      proxy: proxyUrl,
      onPrompt: ({ verificationUri, userCode }) => void server.fetch(`${verificationUri}?user_code=${userCode}`),
    }),
  ];
  for (const credential of flows) {
    connected.length = 0;
    expect((await credential.getToken(scope))!.token).toMatch(/^ey/);
    expect(connected[0]).toBe(`${authority()} for nobody`);
  }
  connected.length = 0;
  // The token in the file is none: refused, but by the authority.
  const workload = workloadIdentity({ ...common(), clientId, tokenFilePath: import.meta.filename, proxy: proxyUrl });
  await expect(workload.getToken(scope)).rejects.toThrow(/AADSTS50027/);
  expect(connected[0]).toBe(`${authority()} for nobody`);
});

test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])("%s is read by @azure/identity itself", async (variable) => {
  vi.stubEnv(variable, proxyUrl);
  expect((await withSecret().getToken(scope))!.token).toMatch(/^ey/);
  expect(connected[0]).toBe(`${authority()} for nobody`);
});

test("the option wins over the variable", async () => {
  vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
  expect((await withSecret({ proxy: proxyUrl }).getToken(scope))!.token).toMatch(/^ey/);
});

test("the authority's certificate is checked through a proxy too", async () => {
  const error: unknown = await withSecret({ proxy: proxyUrl, ca: app.cert })
    .getToken(scope)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "credential", isRetryable: false });
  expect(String(error)).toMatch(/certificate is not trusted/);
  expect(connected).not.toEqual([]);
});

test("a proxy that refuses is an error without its password", async () => {
  refusal = "407 Proxy Authentication Required";
  const credential = withSecret({ proxy: proxyUrl.replace("//", "//name:wr0ngPassw0rd@") });
  const error: unknown = await credential.getToken(scope).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "credential" });
  expect(inspect([error, credential], { depth: 20, showHidden: true })).not.toMatch(
    /wr0ngPassw0rd|bmFtZTp3cjBuZ1Bhc3N3MHJk/,
  );
});

test.each([
  ["clientSecret", { NO_PROXY: "localhost,127.0.0.1" }],
  ["managedIdentity", {}],
])("%s passes a proxy by with %j", async (flow, variables) => {
  // NO_PROXY is read once by a process, so in one of its own.
  const program = `
    import { ${flow} } from "@omnia-timeseries/auth";
    console.log((await ${flow}().getToken(${JSON.stringify(scope)})).token.slice(0, 2));
  `;
  const caFile = createCaFile(server.ca);
  try {
    const env = {
      NODE_EXTRA_CA_CERTS: caFile.path,
      NODE_USE_ENV_PROXY: "1",
      HTTPS_PROXY: proxyUrl,
      HTTP_PROXY: proxyUrl,
      AZURE_AUTHORITY_HOST: server.authority,
      AZURE_TENANT_ID: server.tenantId,
      AZURE_CLIENT_ID: server.clientId,
      AZURE_CLIENT_SECRET: server.clientSecret,
      ...server.managedIdentity.appService,
      ...variables,
    };
    const options = { cwd: import.meta.dirname, env };
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], options);
    expect(stdout.trim()).toBe("ey");
    expect(connected).toEqual([]);
  } finally {
    caFile.remove();
  }
});
