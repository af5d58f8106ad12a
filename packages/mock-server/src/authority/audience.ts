import { AuthorityError } from "./authority-error.ts";
import type { Directory } from "./directory.ts";

const resource = /^(?:api:\/\/)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
/** Microsoft Graph, whose scope `User.Read` many apps sign in with. No token for it opens anything here. */
const graph = "00000003-0000-0000-c000-000000000000";
const openIdScopes = ["openid", "profile", "email", "offline_access"];

/**
 * The `aud` of tokens for an API of the platform, or for an app that calls it for others.
 *
 * @param name `<id>` or `api://<id>`
 * @throws AuthorityError 500011 for what the tenant does not have
 */
export function readResource(name: string, directory: Directory): string {
  const id = resource.exec(name)?.[1]?.toLowerCase();
  const known = directory.resources.some((one) => one.id === id) || directory.findApp(id ?? "") !== undefined;
  if (id !== undefined && known) return id;
  const message = `There is no API '${name}' in tenant '${directory.tenantId}'. Check its id, and the tenant that was asked.`;
  throw new AuthorityError(400, "invalid_resource", 500011, message);
}

/**
 * The `aud` that a scope asks for: `<id>/.default` of one API, beside those of OpenID Connect.
 *
 * @throws AuthorityError 70011 for any other scope, 500011 for an API that the tenant does not have
 */
export function readAudience(scope: string, directory: Directory): string {
  const scopes = scope.split(" ").filter((one) => one !== "" && !openIdScopes.includes(one));
  const name = scopes[0]?.replace(/\/\.default$/, "");
  if (scopes.length !== 1 || name === undefined || name === scopes[0] || !resource.test(name)) {
    const message = `The scope '${scope}' is not '<resource id>/.default' of one API.`;
    throw new AuthorityError(400, "invalid_scope", 70011, message);
  }
  return readResource(name, directory);
}

/**
 * As `readAudience`, and Microsoft Graph for a scope that asks for no API, or for its `User.Read` alone, as Entra has it
 * where a person signs in.
 */
export function readUserAudience(scope: string, directory: Directory): string {
  const names = scope.split(" ").filter((one) => one !== "");
  const isSignInOnly = names.every((one) => openIdScopes.includes(one) || one.toLowerCase() === "user.read");
  return names.length > 0 && isSignInOnly ? graph : readAudience(scope, directory);
}
