import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendToParent } from "./child-process.ts";

/** Serves on a free port of loopback until the parent goes or stops this process. */
export function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): void {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1", () => sendToParent((server.address() as AddressInfo).port));
  process.once("disconnect", () => process.exit());
}
