import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import { createCertificate } from "./certificate.ts";

export interface ListenOptions {
  /** Port of the API; 0, the default, takes any. */
  readonly port?: number;
  /** Address to listen on, by default `127.0.0.1`. */
  readonly host?: string;
}

/** Where a server listens. */
export interface Listening {
  /** Origin of the API, http. */
  readonly url: string;
  /** Origin of the sign-in, https. */
  readonly authority: string;
  /** PEM text of what a client of the sign-in must trust. */
  readonly ca: string;
  close(): Promise<void>;
}

function open(server: ServerType, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      const { address, family, port: opened } = server.address() as AddressInfo;
      resolve(`${family === "IPv6" ? `[${address}]` : address}:${opened}`);
    });
  });
}

async function close(server: ServerType): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that a client keeps for later would hold the server open.
  if ("closeAllConnections" in server) server.closeAllConnections();
  await closed;
}

/** Opens two sockets over one `fetch`: http for the API, https for the sign-in, which clients insist on. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { port = 0, host = "127.0.0.1" }: ListenOptions,
): Promise<Listening> {
  const { key, cert, ca } = await createCertificate();
  const shared = { fetch, overrideGlobalObjects: false };
  const api = createAdaptorServer(shared);
  const signIn = createAdaptorServer({ ...shared, createServer, serverOptions: { key, cert } });
  const closeBoth = async (): Promise<void> => void (await Promise.all([close(api), close(signIn)]));
  try {
    const url = `http://${await open(api, port, host)}`;
    return { url, authority: `https://${await open(signIn, 0, host)}`, ca, close: closeBoth };
  } catch (error) {
    await closeBoth();
    throw error;
  }
}
