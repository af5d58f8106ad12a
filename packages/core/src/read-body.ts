import { OmniaError } from "./omnia-error.ts";

/**
 * Gives the body to `push` while it arrives, and checks that all of it came.
 *
 * @throws OmniaError `incomplete` when fewer bytes came than `Content-Length` said, `decode` above `maxBytes`
 */
export async function readChunks(
  response: Response,
  maxBytes: number,
  push: (chunk: Uint8Array) => void,
): Promise<void> {
  let received = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) break;
      received += next.value.byteLength;
      if (received > maxBytes) throw new OmniaError("decode", `The answer is longer than ${maxBytes} bytes.`);
      push(next.value);
    }
  } catch (error) {
    // Lets go of the connection; how that ends does not matter any more.
    reader?.cancel(error).catch(() => {});
    throw error;
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
