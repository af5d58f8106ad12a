import type { UserOptions } from "./directory.ts";
import type { Standing } from "./standing.ts";

/** Entra's for a session that is not kept when the browser ends: 24 hours. */
const lifetimeMs = 86_400_000;

/** Who is signed in in which browser, by a cookie. */
export interface Sessions {
  /** The people who are signed in where a request comes from; those who are disabled or revoked are not. */
  find(request: Request): readonly UserOptions[];
  /** @returns the `Set-Cookie` of a session that has this person, too */
  begin(request: Request, user: UserOptions): string;
  /** @returns the `Set-Cookie` that takes the cookie away */
  end(request: Request): string;
  /** Ends all. */
  clear(): void;
}

interface SignedIn {
  readonly user: UserOptions;
  /** Counted as tokens are, so that a revocation reaches it. */
  readonly number: number;
  readonly expiresAtMs: number;
}

/**
 * The cookie goes with frames of other sites, from which single-page applications ask silently.
 *
 * @param now milliseconds since 1970-01-01T00:00:00Z
 */
export function createSessions(tenantId: string, standing: Standing, now: () => number): Sessions {
  const sessions = new Map<string, readonly SignedIn[]>();
  // Of one tenant, since the cookies of all have the path "/", which the prefix wants (RFC 6265bis §4.1.3.2).
  const name = `__Host-sign-in-${tenantId}`;
  const attributes = "Path=/; Secure; HttpOnly; SameSite=None";

  const readId = (request: Request): string =>
    (request.headers.get("cookie") ?? "")
      .split(/; */)
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? "";

  const findSignedIn = (request: Request): readonly SignedIn[] =>
    (sessions.get(readId(request)) ?? []).filter(
      ({ user, number, expiresAtMs }) =>
        now() < expiresAtMs && !standing.isDisabled(user.id) && standing.findRevocation(user.id, number) === undefined,
    );

  return {
    find: (request) => findSignedIn(request).map(({ user }) => user),
    begin(request, user) {
      const others = findSignedIn(request).filter((one) => one.user !== user);
      sessions.delete(readId(request));
      const id = crypto.randomUUID();
      sessions.set(id, [...others, { user, number: standing.nextNumber(), expiresAtMs: now() + lifetimeMs }]);
      return `${name}=${id}; ${attributes}`;
    },
    end(request) {
      sessions.delete(readId(request));
      return `${name}=; Max-Age=0; ${attributes}`;
    },
    clear: () => sessions.clear(),
  };
}
