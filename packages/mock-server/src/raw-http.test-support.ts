// HTTP by hand: what goes over a socket as it stands, and what comes back as the peer wrote it.
import { once } from "node:events";
import { connect } from "node:net";

export interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body at the start of what is left, and what comes after it; RFC 9112, 6 and 7.1. */
function takeBody(headers: Readonly<Record<string, string>>, bytes: Buffer): { body: Buffer; rest: Buffer } {
  if (headers["transfer-encoding"] !== "chunked") {
    const length = Number(headers["content-length"] ?? 0);
    return { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
  }
  const chunks: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const start = rest.indexOf("\r\n") + 2;
    const length = Number.parseInt(rest.subarray(0, start).toString("latin1"), 16);
    const end = start + length;
    chunks.push(rest.subarray(start, end));
    rest = rest.subarray(end + 2);
    if (!(length > 0)) return { body: Buffer.concat(chunks), rest };
  }
}

/** Splits what came, answer after answer. */
export function splitAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let left = bytes;
  for (;;) {
    const end = left.indexOf("\r\n\r\n");
    if (end === -1) return answers;
    const [statusLine = "", ...lines] = left.subarray(0, end).toString("latin1").split("\r\n");
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    );
    const { body, rest } = takeBody(headers, left.subarray(end + 4));
    answers.push({ statusCode: Number(statusLine.split(" ")[1]), headers, body: body.toString() });
    left = rest;
  }
}

/** Sends bytes, in pieces, then says that nothing more comes; gives back the answers when the server has closed. */
export async function sendRaw(url: string, ...pieces: readonly (string | Uint8Array)[]): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // What the server has not read when it closes comes back as a reset.
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  await once(socket, "connect");
  for (const piece of pieces) socket.write(piece);
  socket.end();
  await closed;
  return splitAnswers(Buffer.concat(chunks));
}
