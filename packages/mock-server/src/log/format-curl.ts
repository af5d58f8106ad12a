import { hideConnectionStrings } from "./hide-connection-strings.ts";
import { quoteForShell } from "./quote-for-shell.ts";

/** What is needed to ask again. */
export interface AskedRequest {
  readonly method: string;
  /** With its keys hidden. */
  readonly url: string;
  readonly accept: string | null;
  readonly contentType: string | null;
  readonly hasBody: boolean;
  /** Undefined where it was not kept. */
  readonly body: string | undefined;
}

function formatMethod(method: string): string[] {
  if (method === "GET") return [];
  return method === "HEAD" ? ["--head"] : [`--request ${quoteForShell(method)}`];
}

function formatBody({ hasBody, body, contentType }: AskedRequest): string[] {
  if (!hasBody) return [];
  const text = body === undefined ? undefined : hideConnectionStrings(body);
  return [
    // Without a value curl leaves away the header that it would send by itself.
    `--header ${quoteForShell(`content-type:${contentType === null ? "" : ` ${contentType}`}`)}`,
    text === undefined ? "--data-binary @body.json" : `--data-raw ${quoteForShell(text)}`,
  ];
}

/**
 * A curl command that sends the same request, in one line of a POSIX shell, with `$TOKEN` in the place of the token.
 * A body that is not there is named as the file `body.json`.
 */
export function formatCurl(asked: AskedRequest): string {
  const { method, url, accept } = asked;
  return [
    "curl",
    ...formatMethod(method),
    // Brackets and braces would stand for many URLs.
    ...(/[[\]{}]/.test(url) ? ["--globoff"] : []),
    quoteForShell(url),
    '--header "authorization: Bearer $TOKEN"',
    // What curl sends by itself.
    ...(accept === null || accept === "" || accept === "*/*" ? [] : [`--header ${quoteForShell(`accept: ${accept}`)}`]),
    ...formatBody(asked),
  ].join(" ");
}
