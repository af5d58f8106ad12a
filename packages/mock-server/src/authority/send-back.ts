import { escapeHtml, hiddenFields, htmlPage } from "./html-page.ts";
import type { ReturnAddress } from "./read-authorization.ts";
import { withQuery } from "./redirect-uris.ts";

/**
 * Sends the browser back to the app with an answer, in the way that it asked for.
 *
 * Sources: OAuth 2.0 Multiple Response Type Encoding Practices §2.1, OAuth 2.0 Form Post Response Mode §2.
 */
export function sendBack(
  { redirect: { uri }, responseMode, state }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): Response {
  const fields = new URLSearchParams(answer);
  if (state !== undefined) fields.set("state", state);
  if (responseMode === "form_post") {
    return htmlPage({
      statusCode: 200,
      title: "Back to the app",
      body: `<form method="post" action="${escapeHtml(uri)}">${hiddenFields(fields)}<button>Continue</button></form>`,
      formOrigins: [new URL(uri).origin],
      script: "document.forms[0].submit();",
    });
  }
  const location = responseMode === "fragment" ? `${uri}#${fields.toString()}` : withQuery(uri, fields);
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}
