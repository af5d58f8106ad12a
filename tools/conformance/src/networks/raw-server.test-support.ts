import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

/** After this a client on the same machine has seen that a connection is closed. */
const noticedMs = 10;

/** A server that writes what it likes. */
export interface RawServer {
  readonly url: string;
  /** What came, a text for each request; bodies are not waited for. */
  readonly requests: readonly string[];
  /** Answers each request with its own bytes. */
  answer: (socket: Socket, number: number) => void;
  /** Forgets what came, and closes what is open; the client knows it then. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on loopback, on any port. */
export async function createRawServer(): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const raw: RawServer = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    requests,
    answer: (socket) => socket.destroy(),
    async reset() {
      requests.length = 0;
      for (const socket of sockets) socket.destroy();
      await setTimeout(noticedMs);
    },
    async close() {
      await raw.reset();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that gives up resets the connection.
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      const text = bytes.toString("latin1");
      // A body that comes in a packet of its own is no request.
      if (!/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(text)) return;
      requests.push(text);
      raw.answer(socket, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return raw;
}
