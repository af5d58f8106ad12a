import { AuthorityError } from "./authority-error.ts";
import type { App, Directory, UserOptions } from "./directory.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";

/**
 * The app that a request names.
 * @throws AuthorityError 700016 for an unknown one, 7000112 for one that is disabled
 */
export function findClient(form: URLSearchParams, directory: Directory, standing: Standing): App {
  const clientId = requiredField(form, "client_id");
  const app = directory.findApp(clientId);
  if (app === undefined) {
    const message = `There is no app '${clientId}' in tenant '${directory.tenantId}'. Check its id, and the tenant that was asked.`;
    throw new AuthorityError(400, "unauthorized_client", 700016, message);
  }
  validateEnabled(app, standing);
  return app;
}

/** @throws AuthorityError 7000112 */
export function validateEnabled({ clientId, objectId }: App, standing: Standing): void {
  if (!standing.isDisabled(objectId)) return;
  throw new AuthorityError(400, "unauthorized_client", 7000112, `App '${clientId}' is disabled.`);
}

/** @throws AuthorityError 50057 */
export function validateEnabledUser({ id }: UserOptions, standing: Standing): void {
  if (!standing.isDisabled(id)) return;
  throw new AuthorityError(400, "invalid_grant", 50057, "The account of the person is disabled.");
}
