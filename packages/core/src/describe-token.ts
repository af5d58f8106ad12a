/** What can stand in a message: ids, URIs and names of roles. No names of people, and no text with a secret, are so. */
const plain = /^[\w.:/-]{1,100}$/;
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** How far apart the clocks of Entra ID and of those who check its tokens may be. */
const toleranceMs = 300_000;

/** The claims of a JSON Web Token (RFC 7519); none of anything else, as of a token that is encrypted. */
function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload = "", ...others] = token.split(".");
  if (others.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A text, or several: an array, or words with blanks between them. */
function wordsOf(claim: unknown): readonly string[] {
  return [claim]
    .flat()
    .flatMap((one) => (typeof one === "string" ? one.split(" ") : []))
    .filter((word) => plain.test(word));
}

/** Seconds since 1970-01-01T00:00:00Z, as milliseconds. */
function timeOf(claim: unknown): number | undefined {
  const ms = typeof claim === "number" ? claim * 1000 : Number.NaN;
  return Math.abs(ms) < 8.64e15 ? ms : undefined;
}

/**
 * What a token says of itself, for the message of its refusal, and what may be wrong with it: audience, tenant,
 * application, roles, scopes and end. Neither the token itself nor who signed in. Begins with a blank; empty for
 * what is no JSON Web Token.
 *
 * Sources: Microsoft, "Access token claims reference"; of the role `Timeseries.Read` the platform's wiki.
 *
 * @param scope what the token was asked for, `<resource id>/.default`
 * @param now milliseconds since 1970-01-01T00:00:00Z
 */
export function describeToken(token: string, statusCode: number | undefined, scope: string, now: number): string {
  const claims = readClaims(token);
  if (claims === undefined) return "";
  const [audiences, roles, scopes] = [wordsOf(claims["aud"]), wordsOf(claims["roles"]), wordsOf(claims["scp"])];
  const [app] = wordsOf(claims["azp"] ?? claims["appid"]);
  const [tenant] = wordsOf(claims["tid"]);
  const end = timeOf(claims["exp"]);
  const said = [
    ...audiences.map((one) => `audience ${one}`),
    ...(tenant !== undefined && guid.test(tenant) ? [`tenant ${tenant}`] : []),
    ...(app !== undefined && guid.test(app) ? [`application ${app}`] : []),
    roles.length === 0 ? "no roles" : `roles ${roles.join(" ")}`,
    ...(scopes.length === 0 ? [] : [`scopes ${scopes.join(" ")}`]),
    ...(end === undefined ? [] : [`end ${new Date(end).toISOString()}`]),
  ];
  const hints: string[] = [];
  if (statusCode === 401) {
    const wanted = scope.replace(/\/\.default$/, "");
    const idOf = (audience: string): string => audience.replace(/^api:\/\//, "").toLowerCase();
    if (guid.test(idOf(wanted)) && !audiences.some((one) => idOf(one) === idOf(wanted))) {
      hints.push(` The token is for another API; this one wants the audience ${wanted}: ask for the scope ${scope}.`);
    }
    const start = Math.max(timeOf(claims["iat"]) ?? 0, timeOf(claims["nbf"]) ?? 0);
    if (end !== undefined && end <= now) {
      hints.push(" By this program's clock the token has expired: take a fresh one, or set the clock right.");
    } else if (start > now + toleranceMs) {
      hints.push(" By this program's clock the token is of the future: set the clock right.");
    }
  }
  if (roles.length === 0 && scopes.length === 0) {
    hints.push(" Ask the owners of the API for an app role, such as Timeseries.Read.");
  }
  return ` The token has: ${said.join(", ")}.${hints.join("")}`;
}
