// A network as companies have it: the service has a name that only the proxy knows, and the proxy may look into TLS.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { RequestListener, Server as HttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createAuthority } from "./certificates.test-support.ts";

export const host = "timeseries.example";
export const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

/** What the client of the child process had in the end. */
export interface Outcome {
  readonly name?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly isRetryable: boolean };
}

export interface CorporateNetwork extends AsyncDisposable {
  /** Of the proxies: one that only passes on what is encrypted, and one that looks into it. */
  readonly tunnel: string;
  readonly inspector: string;
  /** Where the service is without the proxies' name for it. */
  readonly serviceUrl: string;
  /** Files with the root that signed the service's certificate, and with that of the inspector. */
  readonly roots: { readonly service: string; readonly inspector: string };
  /** What the proxies were asked to connect to, and who asked. */
  readonly connected: string[];
  /** How the proxies answer where they do not connect. */
  refusal: string | undefined;
  /** Reads a series in a process of its own. @param options of the client, as code */
  read(env: Readonly<Record<string, string>>, options?: string): Promise<Outcome>;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const answer: RequestListener = (request, response) => {
  const items = [{ id, name: `read with ${request.headers.authorization}`, facility: "1219" }];
  response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { items } }));
};

/** @param sendsRoot whether the inspector sends its root along with its certificate; some do */
export async function createCorporateNetwork({ sendsRoot = true } = {}): Promise<CorporateNetwork> {
  const folder = await mkdtemp(join(tmpdir(), "corporate-network-"));
  const authority = createAuthority("A public authority");
  const company = createAuthority("The company's inspection");
  const forHost = authority.issueFor(host);
  const forAddress = authority.issueFor("127.0.0.1");
  const forged = company.issueFor(host);
  const named = createTlsServer(forHost, answer);
  const direct = createTlsServer(forAddress, answer);
  const looking = createTlsServer({ ...forged, cert: forged.cert + (sendsRoot ? company.root : "") }, answer);
  const [namedPort, directPort] = [await listen(named), await listen(direct)];
  const sockets = new Set<Socket>();
  const connected: string[] = [];

  function createProxy(open: (socket: Socket, target: string) => void): HttpServer {
    const proxy = createServer((_, response) => response.writeHead(405).end());
    proxy.on("connect", ({ url = "", headers }, socket: Socket) => {
      const [, credentials = ""] = (headers["proxy-authorization"] ?? "").split(" ");
      connected.push(
        [url, ...(credentials === "" ? [] : [Buffer.from(credentials, "base64").toString()])].join(" for "),
      );
      sockets.add(socket);
      socket.on("error", () => {});
      if (network.refusal === undefined) open(socket, url);
      else socket.end(`HTTP/1.1 ${network.refusal}\r\n\r\n`);
    });
    return proxy;
  }
  const established = "HTTP/1.1 200 Connection established\r\n\r\n";
  const tunnel = createProxy((socket, target) => {
    const port = target.startsWith(host) ? namedPort : directPort;
    const onward = connect(port, "127.0.0.1", () => socket.write(established));
    sockets.add(onward);
    onward.on("error", () => socket.destroy());
    onward.pipe(socket).pipe(onward);
  });
  const inspector = createProxy((socket) => {
    socket.write(established);
    looking.emit("connection", socket);
  });
  const [tunnelPort, inspectorPort] = [await listen(tunnel), await listen(inspector)];
  const roots = { service: join(folder, "service.pem"), inspector: join(folder, "inspector.pem") };
  await writeFile(roots.service, authority.root);
  await writeFile(roots.inspector, company.root);

  const network: CorporateNetwork = {
    tunnel: `http://127.0.0.1:${tunnelPort}`,
    inspector: `http://127.0.0.1:${inspectorPort}`,
    serviceUrl: `https://127.0.0.1:${directPort}`,
    roots,
    connected,
    refusal: undefined,
    async read(env, options = "") {
      const code = `
        import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
        const client = createTimeseriesClient({
          environment: "test", baseUrl: "https://${host}", credential: accessToken(() => "token"),
          retry: { tries: 1 }, ${options}
        });
        const print = (outcome) => console.log(JSON.stringify(outcome));
        await client.getTimeseriesById({ id: "${id}" }).then(
          ({ name }) => print({ name }),
          ({ code, message, isRetryable }) => print({ error: { code, message, isRetryable } }),
        );`;
      const { PATH = "" } = process.env;
      const cwd = fileURLToPath(new URL(".", import.meta.url));
      const args = ["--input-type=module", "--eval", code];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: { PATH, ...env } });
      return JSON.parse(stdout) as Outcome;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      for (const server of [named, direct, tunnel, inspector]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await rm(folder, { recursive: true });
    },
  };
  return network;
}
