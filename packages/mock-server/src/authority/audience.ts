import { AuthorityError } from "./authority-error.ts";
import type { Directory } from "./directory.ts";

const resource = /^(?:api:\/\/)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
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
