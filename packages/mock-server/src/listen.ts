import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createCertificate } from "./certificate.ts";
import { encodeError } from "./door/encode-answer.ts";
import { createHostCheck } from "./door/host-check.ts";
import { isBrokenOff } from "./faults/break-body.ts";
import { ConnectionReset } from "./faults/connection-reset.ts";
import { endWithRefusal, maxHeaderBytes, refuseUnreadable } from "./raw-answer.ts";
import { Refusal } from "./refusal.ts";

export interface ListenOptions {
  /** Port of the API; 0, the default, takes any. */
  readonly port?: number;
  /** Port of the sign-in; 0, the default, takes any. */
  readonly authorityPort?: number;
  /** Address to listen on, by default `127.0.0.1`. `0.0.0.0` or `::` is every address of the machine, as containers need. */
  readonly host?: string;
  /**
   * Names and addresses that requests may name as their host, beside localhost, loopback addresses and the address
   * that they came to; such as the name of a container. Others are refused with 421. The certificate holds them too.
   */
  readonly allowHosts?: readonly string[];
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

/** What listens needs of the server behind the sockets. */
export interface Listener {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly nextTraceId: () => string;
}

function open(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      const { address, family, port: opened } = server.address() as AddressInfo;
      resolve(`${family === "IPv6" ? `[${address}]` : address}:${opened}`);
    });
  });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that a client keeps for later would hold the server open.
  server.closeAllConnections();
  await closed;
}

/** The answer, with the socket closed where its body fails: an error in the body would be printed, too. */
function closeAtEnd(response: Response, socket: Socket): Response {
  const reader = response.body!.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          controller.enqueue((await reader.read()).value!);
        } catch {
          // After what was written: a reset could overtake the headers, where the machine is busy.
          socket.destroySoon();
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

/** Answers for `fetch`, and where no request comes to be, so that whatever arrives is answered with a MessageModel. */
function answerWith(server: Server, { fetch, nextTraceId }: Listener, allowHosts: readonly string[]): void {
  const validateHost = createHostCheck(allowHosts);
  const onRequest = getRequestListener(
    async (request, { incoming }) => {
      validateHost(request.url, incoming.socket.localAddress ?? "");
      try {
        const response = await fetch(request);
        return isBrokenOff(response) ? closeAtEnd(response, incoming.socket) : response;
      } catch (error) {
        if (!(error instanceof ConnectionReset)) throw error;
        incoming.socket.resetAndDestroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
    {
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        const refusal =
          error instanceof Refusal ? error : new Refusal(400, `The request is not valid: ${String(error)}`);
        return encodeError(refusal, nextTraceId());
      },
    },
  );
  server.on("request", onRequest);
  // Unknown expectations do not count, as the service's framework has it.
  server.on("checkExpectation", onRequest);
  server.on("connect", (_request, socket) => {
    endWithRefusal(socket, new Refusal(405, "CONNECT is not allowed here."), nextTraceId());
  });
  server.on("clientError", (error, socket) => endWithRefusal(socket, refuseUnreadable(error), nextTraceId()));
}

/**
 * Opens two sockets over one `fetch`: http for the API, https for the sign-in, which clients insist on.
 *
 * @throws OmniaError `invalid-argument` for a host that is none
 */
export async function listen(
  listener: Listener,
  { port = 0, authorityPort = 0, host = "127.0.0.1", allowHosts = [] }: ListenOptions,
): Promise<Listening> {
  // Node answers a request without a host with an empty body: the listener says what is wrong.
  const options = { maxHeaderSize: maxHeaderBytes, requireHostHeader: false };
  const api = createServer(options);
  answerWith(api, listener, allowHosts);
  const { key, cert, ca } = createCertificate([host, ...allowHosts]);
  const signIn = createSecureServer({ ...options, key, cert });
  answerWith(signIn, listener, allowHosts);
  const closeBoth = async (): Promise<void> => void (await Promise.all([close(api), close(signIn)]));
  try {
    const url = `http://${await open(api, port, host)}`;
    return { url, authority: `https://${await open(signIn, authorityPort, host)}`, ca, close: closeBoth };
  } catch (error) {
    await closeBoth();
    throw error;
  }
}
