import type { Directory } from "./directory.ts";
import { htmlPage } from "./html-page.ts";
import { findRedirect, withQuery } from "./redirect-uris.ts";
import type { Sessions } from "./sessions.ts";

/**
 * Ends the session of the browser that asks, and sends it on to `post_logout_redirect_uri` where an app has that address.
 *
 * Source: OpenID Connect RP-Initiated Logout 1.0; Microsoft, "OpenID Connect on the Microsoft identity platform".
 */
export function createLogoutEndpoint(
  directory: Directory,
  sessions: Sessions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const isForm = request.method === "POST";
    const fields = isForm ? new URLSearchParams(await request.text()) : new URL(request.url).searchParams;
    const wanted = fields.get("post_logout_redirect_uri") ?? "";
    const redirect = directory.apps.map((app) => findRedirect(app, wanted)).find((one) => one !== undefined);
    const state = new URLSearchParams([...fields].filter(([name]) => name === "state"));
    const response =
      redirect === undefined
        ? htmlPage({ statusCode: 200, title: "Signed out", body: "<p>You can close this page.</p>" })
        : new Response(null, { status: 302, headers: { location: withQuery(redirect.uri, state) } });
    response.headers.append("set-cookie", sessions.end(request));
    return response;
  };
}
