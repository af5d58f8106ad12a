import { reasonOf } from "./network-error.ts";
import { OmniaError } from "./omnia-error.ts";
import { plainCause } from "./plain-cause.ts";

// Who reads a body alone can end it.
const readers = new WeakMap<Response, ReadableStreamDefaultReader<Uint8Array>>();

/** Lets go of an answer that is not wanted any more, and of its connection; how that ends does not matter. */
export function letGo(response: Response, reason: unknown): void {
  (readers.get(response) ?? response.body)?.cancel(reason).catch(() => {});
}

async function readNext(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (thrown) {
    const cause = plainCause(thrown);
    const reason = reasonOf(cause ?? thrown);
    throw new OmniaError("network", `The connection was lost while the answer arrived: ${reason}`, { cause });
  }
}

/**
 * Gives the body to `push` while it arrives, and checks that all of it came.
 *
 * @throws OmniaError `network` when it breaks off, `incomplete` when fewer bytes came than `Content-Length` said,
 * `decode` above `maxBytes`; and what `push` throws
 */
export async function readChunks(
  response: Response,
  maxBytes: number,
  push: (chunk: Uint8Array) => void,
): Promise<void> {
  let received = 0;
  const reader = response.body?.getReader();
  if (reader !== undefined) readers.set(response, reader);
  for (;;) {
    const chunk = reader && (await readNext(reader));
    if (chunk === undefined) break;
    received += chunk.byteLength;
    if (received > maxBytes) throw new OmniaError("decode", `The answer is longer than ${maxBytes} bytes.`);
    push(chunk);
  }
  const expected = Number(response.headers.get("content-length") ?? Number.NaN);
  // Content-Length counts encoded bytes. A page from another origin may not see Content-Encoding: there the browser itself checks.
  const isComparable =
    response.type !== "cors" && (response.headers.get("content-encoding") ?? "identity") === "identity";
  if (isComparable && expected > received) {
    throw new OmniaError("incomplete", `The answer ended after ${received} of ${expected} bytes.`);
  }
}

/** The whole body. Throws as {@link readChunks} does. */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  await readChunks(response, maxBytes, (chunk) => {
    chunks.push(chunk);
    length += chunk.byteLength;
  });
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
