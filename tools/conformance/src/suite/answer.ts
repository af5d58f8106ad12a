import { Finding } from "./finding.ts";

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** @throws Finding when the status is another, or the body is empty */
export function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Finding(`status ${answer.status} where ${status} is right`);
  if (answer.bytes.length === 0) throw new Finding(`status ${status} with an empty body`);
}

/** @throws Finding when the body is no JSON */
export function readJson({ bytes, status }: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Finding(`a body that is not JSON, with status ${status}`);
  }
}

/** The member at a path, undefined where there is none. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}

/** @throws Finding when there is no list at the path */
export function digList(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = dig(value, ...path);
  if (Array.isArray(found)) return found;
  throw new Finding(`no list at '${path.join(".")}'`);
}

/** @throws Finding when there is no text at the path */
export function digText(value: unknown, ...path: readonly (string | number)[]): string {
  const found = dig(value, ...path);
  if (typeof found === "string") return found;
  throw new Finding(`no text at '${path.join(".")}'`);
}

/** `data.items` of a 200. */
export function readItems(answer: Answer): readonly unknown[] {
  expectStatus(answer, 200);
  return digList(readJson(answer), "data", "items");
}

/** The one item of `data.items` of a 200. */
export function readOnlyItem(answer: Answer): unknown {
  const items = readItems(answer);
  if (items.length !== 1) throw new Finding(`${items.length} items where one is right`);
  return items[0];
}

/**
 * An error or the result of a change, as `MessageModel` of specs/timeseries/openapi.yaml: a message, and `statusCode` that is the
 * status of the answer.
 */
export function expectMessage(answer: Answer, status: number): string {
  expectStatus(answer, status);
  const body = readJson(answer);
  const statusCode = dig(body, "statusCode");
  if (statusCode !== status) throw new Finding(`statusCode ${JSON.stringify(statusCode)} in the body of a ${status}`);
  return digText(body, "message");
}
