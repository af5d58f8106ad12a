import { hideSecrets } from "./hide-secrets.ts";

/** What the errors of platforms have: texts, and often a code such as `ECONNRESET`. */
interface CodedError extends Error {
  readonly code?: unknown;
}

/** What was thrown, as one line of text. */
export function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}`;
}

function copyTexts(error: CodedError, copy: Error): Error {
  for (const [name, value] of Object.entries({ name: error.name, stack: error.stack })) {
    if (typeof value === "string") {
      Object.defineProperty(copy, name, { value: hideSecrets(value), configurable: true, writable: true });
    }
  }
  if (typeof error.code === "string") Object.defineProperty(copy, "code", { value: error.code, enumerable: true });
  return copy;
}

/**
 * The error that a `fetch` or a credential threw, and its causes, by name, message, stack and code alone. What else
 * is on such an object may be a request with the token in its headers, or a secret in its body; runtimes print it all.
 *
 * @param depth how many causes may follow; some errors are their own cause
 */
export function plainCause(thrown: unknown, depth = 8): unknown {
  if (!(thrown instanceof Error)) return typeof thrown === "string" ? hideSecrets(thrown) : undefined;
  const cause = depth === 0 ? undefined : plainCause(thrown.cause, depth - 1);
  const details = cause === undefined ? undefined : { cause };
  const message = hideSecrets(thrown.message);
  if (thrown instanceof AggregateError && depth > 0) {
    const errors = thrown.errors.map((error) => plainCause(error, depth - 1));
    return copyTexts(thrown, new AggregateError(errors, message, details));
  }
  return copyTexts(thrown, new Error(message, details));
}
