import { OmniaError } from "@omnia-timeseries/core";

/** What scripts of other origins may read beside the usual. */
const exposed = "Retry-After, WWW-Authenticate, traceparent";
const methods = "GET, POST, PUT, PATCH, DELETE";

/**
 * Tells browsers which origins may ask: `true` any, `false` none, or those of a list. Credentials (cookies) are never
 * asked for: tokens are in a header.
 *
 * Browsers ask besides whether a page of the Internet may reach a machine in a private network. Only origins of a
 * list may: with `true` every page that a developer opens could. Source: the Fetch standard, and
 * https://wicg.github.io/private-network-access/
 *
 * @throws OmniaError `invalid-argument` for what is no origin
 */
export function createCors(
  origins: boolean | readonly string[],
): (request: Request, answer: (request: Request) => Promise<Response>) => Promise<Response> {
  if (origins === false) return (request, answer) => answer(request);
  const listed = origins === true ? undefined : new Set(origins.map(readOrigin));

  function allow(response: Response, origin: string | null): void {
    if (listed !== undefined) response.headers.append("vary", "Origin");
    if (listed === undefined) response.headers.set("access-control-allow-origin", "*");
    else if (origin !== null && listed.has(origin)) response.headers.set("access-control-allow-origin", origin);
    else return;
    response.headers.set("access-control-expose-headers", exposed);
  }

  function answerPreflight({ headers }: Request): Response {
    const response = new Response(null, { status: 204 });
    allow(response, headers.get("origin"));
    if (!response.headers.has("access-control-allow-origin")) return response;
    response.headers.set("access-control-allow-methods", methods);
    response.headers.set("access-control-allow-headers", headers.get("access-control-request-headers") ?? "");
    if (listed !== undefined && headers.get("access-control-request-private-network") === "true") {
      response.headers.set("access-control-allow-private-network", "true");
    }
    return response;
  }

  return async (request, answer) => {
    const { method, headers } = request;
    const isPreflight = method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");
    if (isPreflight) return answerPreflight(request);
    const response = await answer(request);
    allow(response, headers.get("origin"));
    return response;
  };
}

function readOrigin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new OmniaError(
    "invalid-argument",
    `cors: ${JSON.stringify(text)} is not an origin such as "https://app.example", without a slash at its end.`,
  );
}
