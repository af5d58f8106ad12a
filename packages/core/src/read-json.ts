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
    const bytes = await readBytes(response, maxBytes);
    let body: unknown;
    try {
      // A byte that is not UTF-8 must not become another text.
      body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      // The platform's own message repeats a part of the answer.
      const type = response.headers.get("content-type") ?? "of no type";
      throw new OmniaError("decode", `The answer is not JSON, but ${type}.`);
    }
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new OmniaError("decode", "The answer is JSON, but not an object.");
    }
    return body as T;
  };
}
