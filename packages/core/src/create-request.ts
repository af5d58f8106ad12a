import type { Api } from "./api.ts";
import { OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { validateParameter } from "./validate-parameter.ts";

/** A request before it is sent: nothing in it depends on the attempt. */
export interface OmniaRequest {
  readonly operation: Operation;
  readonly url: string;
  /** The same with `hidden` in the place of keys: for errors, events and spans. */
  readonly shownUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** What a call puts into a request. */
export interface RequestInput {
  readonly operation: Operation;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** JSON, as text or in UTF-8. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The media type asked for. */
  readonly accept: string;
  /** Headers of the caller; they do not replace those that the client sets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const isWellFormed = (text: string): boolean =>
  !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);

// The URL standard removes these segments even when they are percent-encoded, so they would name another resource.
const isDotSegment = (text: string): boolean => text === "." || text === "..";

function validatePathValue(name: string, value: unknown): void {
  if (typeof value !== "string" || value === "" || isDotSegment(value) || !isWellFormed(value)) {
    throw new OmniaError(
      "invalid-argument",
      `${name}: ${JSON.stringify(value) ?? "undefined"} cannot stand in a path. Give a text that is not empty, "." or "..".`,
    );
  }
}

/** Texts with half a character have no encoding in UTF-8. */
function validateQueryValue(name: string, value: unknown): void {
  for (const one of Array.isArray(value) ? value : [value]) {
    if (typeof one !== "string" || isWellFormed(one)) continue;
    throw new OmniaError("invalid-argument", `${name}: ${JSON.stringify(one)} holds half of a surrogate pair.`);
  }
}

function validateHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers().set(name, value);
    } catch {
      // The platform's own message repeats the value, which may be a key.
      throw new OmniaError(
        "invalid-argument",
        `headers: ${JSON.stringify(name)} has a name or a value that HTTP cannot carry.`,
      );
    }
  }
}

// The keys of the API Management in a query. Source: specs/EVIDENCE.md, `apiKeyQuery`.
const keys = /([?&](?:subscription-key|sub)=)[^&#]*/gi;

function hideKeys(url: string): string {
  return url.replace(keys, "$1hidden");
}

/**
 * Makes the request of one call. Pure.
 *
 * @throws OmniaError `invalid-argument` for a parameter that the operations table does not allow
 */
export function createRequest(
  { serializeQuery }: Pick<Api, "serializeQuery">,
  baseUrl: string,
  input: RequestInput,
): OmniaRequest {
  const { operation, path = {}, query = {}, body, accept, headers = {} } = input;
  validateHeaders(headers);
  for (const parameter of operation.parameters) {
    const value = parameter.in === "path" ? path[parameter.name] : query[parameter.name];
    (parameter.in === "path" ? validatePathValue : validateQueryValue)(parameter.name, value);
    validateParameter(parameter, value);
  }
  const target = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(path[name]!));
  const search = serializeQuery(query);
  const url = `${baseUrl}${target}${search === "" ? "" : `?${search}`}`;
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    operation,
    url,
    shownUrl: hideKeys(url),
    headers: { ...lowerCase, accept, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body }),
  };
}
