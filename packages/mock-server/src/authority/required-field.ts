import { AuthorityError } from "./authority-error.ts";

/**
 * A field of a sign-in request.
 * @throws AuthorityError 900144 where it is missing or empty
 */
export function requiredField(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== "") return value;
  throw new AuthorityError(400, "invalid_request", 900144, `The request has no '${name}'.`);
}
