import type { Read } from "./exchange.ts";
import { OmniaError } from "./omnia-error.ts";
import { readBytes } from "./read-body.ts";

/**
 * Reads a JSON answer that must hold an object.
 *
 * @throws OmniaError `decode` when it does not
 */
export function readJson<T extends object>(): Read<T> {
  return async (response, maxBytes) => {
    const text = new TextDecoder("utf-8").decode(await readBytes(response, maxBytes));
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (cause) {
      throw new OmniaError("decode", `The answer is not JSON: ${(cause as Error).message}`, { cause });
    }
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new OmniaError("decode", "The answer is JSON, but not an object.");
    }
    return body as T;
  };
}
