import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { refuseRequestLine, maxRequestLineBytes } from "./door/request-line.ts";
import { Refusal } from "./refusal.ts";

/** What Kestrel takes of headers, `MaxRequestHeadersTotalSize`, beside the request line. */
export const maxHeaderBytes: number = maxRequestLineBytes + 32_768;

/** What Node's parser says of a request that it cannot read. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Uint8Array;
}

/** The answer to what is not HTTP, or too much of it. */
export function refuseUnreadable({ code, rawPacket, message }: ParserError): Refusal {
  if (code === "HPE_HEADER_OVERFLOW") {
    const firstLine = rawPacket?.indexOf(0x0a) ?? 0;
    if (firstLine === -1 || firstLine >= maxRequestLineBytes) return refuseRequestLine();
    return new Refusal(431, `The headers are longer than ${maxHeaderBytes - maxRequestLineBytes} bytes.`);
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new Refusal(408, "The request took too long to arrive.");
  return new Refusal(400, `The request is not HTTP/1.1: ${message.replace(/^Parse Error: /, "")}.`);
}

/** Writes an answer by hand where no request came to be, and ends the connection. */
export function endWithRefusal(socket: Duplex, { statusCode, message }: Refusal, traceId: string): void {
  // Nobody else listens any more, and an error that nobody hears ends the process.
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ statusCode, message, traceId });
  const head = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ""}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // Not at once: what the client still sends would make the system drop the answer.
  setTimeout(() => socket.destroy(), 500).unref();
}
