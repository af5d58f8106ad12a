import type { App, UserOptions } from "./directory.ts";
import { escapeHtml, hiddenFields, htmlPage } from "./html-page.ts";
import type { ReturnAddress } from "./read-authorization.ts";

/** What the page adds to the fields of the request. */
const choiceFields = ["username", "consent", "refuse"];

export interface SignInPage {
  readonly to: ReturnAddress;
  /** The fields of the request, which come back with the choice. */
  readonly fields: URLSearchParams;
}

function formOf(fields: URLSearchParams, more: Readonly<Record<string, string>>, inner: string): string {
  const asked = [...fields].filter(([name]) => !choiceFields.includes(name));
  const hidden = hiddenFields([...asked, ...Object.entries(more)]);
  const refuse = '<button name="refuse" value="true">No, go back to the app</button>';
  // Without the query, so that each field is there once. The empty name is this page's own address.
  return `<form method="post" action="?">${hidden}${inner}${refuse}</form>`;
}

const nameOf = (app: App): string => `The app <strong>${escapeHtml(app.clientId)}</strong>`;

/** People to choose from; those who are disabled too, since who tests may want to see what happens. */
export function choosePage(
  page: SignInPage,
  users: readonly UserOptions[],
  { hint, problem }: { readonly hint: UserOptions | undefined; readonly problem: string | undefined },
): Response {
  const ordered = hint === undefined ? users : [hint, ...users.filter((one) => one !== hint)];
  const buttons = ordered.map(
    ({ name, username }, i) =>
      `<li><button name="username" value="${escapeHtml(username)}"${i === 0 ? " autofocus" : ""}>${escapeHtml(name)}<small>${escapeHtml(username)}</small></button></li>`,
  );
  const list = ordered.length === 0 ? "<p>There is nobody in this tenant.</p>" : `<ul>${buttons.join("")}</ul>`;
  const alert = problem === undefined ? "" : `<p role="alert">${escapeHtml(problem)}</p>`;
  return htmlPage({
    statusCode: problem === undefined ? 200 : 400,
    title: "Who signs in?",
    body: `${alert}<p>${nameOf(page.to.app)} asks.</p>${formOf(page.fields, {}, list)}`,
    formOrigins: [new URL(page.to.redirect.uri).origin],
  });
}

export function consentPage(page: SignInPage, user: UserOptions, scope: string): Response {
  const accept = '<p><button name="consent" value="accept" autofocus>Yes, allow it</button></p>';
  return htmlPage({
    statusCode: 200,
    title: "Allow it?",
    body: `<p>${nameOf(page.to.app)} wants to do this for ${escapeHtml(user.name)} (${escapeHtml(user.username)}):</p>
<p>${escapeHtml(scope)}</p>${formOf(page.fields, { username: user.username }, accept)}`,
    formOrigins: [new URL(page.to.redirect.uri).origin],
  });
}
