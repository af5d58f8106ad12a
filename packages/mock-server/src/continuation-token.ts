import { hashText } from "./hash-text.ts";
import { Refusal } from "./refusal.ts";

const part = /^(-?[0-9]{1,20})?$/;

function check(scope: readonly string[], text: string): string {
  return hashText(JSON.stringify([scope, text]))[0]
    .toString(16)
    .padStart(8, "0");
}

/**
 * An opaque text, safe in URLs, that holds numbers and fits one scope only.
 *
 * @param scope what a request must have in common with this one to go on from it
 * @param numbers undefined where there is nothing to go on with
 */
export function encodeContinuationToken(scope: readonly string[], numbers: readonly (bigint | undefined)[]): string {
  const text = numbers.map((number) => number?.toString() ?? "").join(".");
  return btoa(`${check(scope, text)}.${text}`)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @returns undefined when the token is none, or none of this scope */
export function decodeContinuationToken(scope: readonly string[], token: string): (bigint | undefined)[] | undefined {
  if (!/^[\w-]+$/.test(token)) return undefined;
  let content: string;
  try {
    content = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
  const text = content.slice(9);
  const parts = text.split(".");
  if (content.slice(0, 9) !== `${check(scope, text)}.` || !parts.every((one) => part.test(one))) return undefined;
  return parts.map((one) => (one === "" ? undefined : BigInt(one)));
}

/** What a token is refused with. */
export function badToken(): Refusal {
  return new Refusal(400, "Parameter 'continuationToken': is not a token of this request.");
}
