import { servers } from "@omnia-timeseries/core/operations";
import type { Authority } from "./authority.ts";
import { Refusal } from "./refusal.ts";

/** The API's resource ids: a token for any of its environments is good here. */
const audiences = [...new Set(Object.values(servers).map(({ resourceId }) => resourceId))];

/**
 * The check of an `Authorization` header: `tokens` wants a valid one of the authority, `none` any bearer token.
 * It throws a Refusal, 401 or 403.
 */
export function createAuthorize(
  auth: "tokens" | "none",
  authority: Authority,
): (authorization: string | null) => Promise<void> {
  if (auth === "none") {
    return async (authorization) => {
      if (/^bearer +\S/i.test(authorization ?? "")) return;
      throw new Refusal(401, "Access token is missing.", { "www-authenticate": "Bearer" });
    };
  }
  return async (authorization) => {
    const check = await authority.verify(authorization, audiences);
    if (!("refusal" in check)) return;
    const { statusCode, message, wwwAuthenticate } = check.refusal;
    throw new Refusal(
      statusCode,
      message,
      wwwAuthenticate === undefined ? {} : { "www-authenticate": wwwAuthenticate },
    );
  };
}
