export interface HtmlPage {
  readonly statusCode: number;
  readonly title: string;
  /** HTML; whatever comes from outside is escaped in it. */
  readonly body: string;
  /** Origins beside the server's own to which its forms lead, also by a redirect. */
  readonly formOrigins?: readonly string[];
  /** Runs after the body is there. */
  readonly script?: string;
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --line: light-dark(#767676, #949494); }
body { display: grid; justify-items: center; margin: 0; padding: 3rem 1rem; background: light-dark(#f2f4f7, #14171c); color: light-dark(#1b1f24, #e8eaed); }
main { box-sizing: border-box; width: 100%; max-width: 27rem; padding: 2rem; border-radius: 0.5rem; background: light-dark(#fff, #20252c); overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.2; }
ul { display: grid; gap: 0.5rem; margin: 0 0 1rem; padding: 0; list-style: none; }
button, input { box-sizing: border-box; width: 100%; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.25rem; background: transparent; color: inherit; font: inherit; text-align: start; }
button { cursor: pointer; }
button:hover { background: light-dark(#e6effc, #2a3646); }
:focus-visible { outline: 3px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px; }
small { display: block; color: light-dark(#4a5058, #b4bac2); }
[role="alert"] { padding: 0.75rem 1rem; border-inline-start: 0.25rem solid light-dark(#b3261e, #f2b8b5); background: light-dark(#fdecea, #3a2423); }`;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}

/** A hidden field for each entry. */
export function hiddenFields(fields: Iterable<readonly [name: string, value: string]>): string {
  return Array.from(
    fields,
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  ).join("");
}

/** A page of the sign-in: it loads nothing, no other page may hold it in a frame, and nobody keeps it. */
export function htmlPage({ statusCode, title, body, formOrigins = [], script }: HtmlPage): Response {
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    script === undefined ? "script-src 'none'" : `script-src 'nonce-${nonce}'`,
    ["form-action 'self'", ...formOrigins].join(" "),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – mock server</title>
<style nonce="${nonce}">${style}</style>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
${script === undefined ? "" : `<script nonce="${nonce}">${script}</script>`}
</html>`;
  return new Response(html, {
    status: statusCode,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy.join("; "),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
