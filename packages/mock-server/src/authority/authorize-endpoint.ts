import { AuthorityError, describeAuthorityError } from "./authority-error.ts";
import type { AuthorizationCodes } from "./authorization-codes.ts";
import type { Consents } from "./consents.ts";
import type { Directory, UserOptions } from "./directory.ts";
import { readAuthorization, readReturnAddress } from "./read-authorization.ts";
import type { Authorization, ReturnAddress } from "./read-authorization.ts";
import { sendBack } from "./send-back.ts";
import type { Sessions } from "./sessions.ts";
import { choosePage, consentPage } from "./sign-in-page.ts";
import type { Standing } from "./standing.ts";

export interface AuthorizeEndpointOptions {
  readonly directory: Directory;
  readonly standing: Standing;
  readonly sessions: Sessions;
  readonly consents: Consents;
  readonly authorizationCodes: AuthorizationCodes;
  /** Who answers the page at once; nobody where there shall be a page. */
  readonly findPresent: () => UserOptions | undefined;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** A request whose app and address are good. */
interface Asked {
  readonly request: Request;
  readonly fields: URLSearchParams;
  /** What the person chose on the page. */
  readonly choice: URLSearchParams;
  readonly to: ReturnAddress;
}

/** @throws AuthorityError with the errors of OpenID Connect Core 1.0 §3.1.2.6 */
function chooseSilently(signedIn: readonly UserOptions[]): UserOptions {
  const refuse = (error: string, code: number, message: string): AuthorityError =>
    new AuthorityError(400, error, code, message);
  const [user, another] = signedIn;
  if (user === undefined) {
    throw refuse("login_required", 50058, "Nobody is signed in here as the request wants it, and 'prompt' is 'none'.");
  }
  if (another !== undefined) {
    const message = "Several people are signed in here: say who by 'login_hint', or ask without 'prompt=none'.";
    throw refuse("interaction_required", 16000, message);
  }
  return user;
}

/**
 * The endpoint that people come to in a browser: it lets them choose who they are, asks for consent, and sends them
 * back with a code. Whoever has a session here is sent back at once, unless `prompt` says otherwise.
 *
 * The function that it returns throws AuthorityError for what nobody can be sent back for.
 *
 * Sources: RFC 6749 §4.1, RFC 7636, OpenID Connect Core 1.0 §3.1.2; Microsoft, "Microsoft identity platform and OAuth
 * 2.0 authorization code flow" and "Microsoft Entra authentication and authorization error codes".
 */
export function createAuthorizeEndpoint(options: AuthorizeEndpointOptions): (request: Request) => Promise<Response> {
  const { directory, standing, sessions, consents, authorizationCodes, findPresent, now } = options;

  function complete({ fields, to }: Asked, asked: Authorization, user: UserOptions): Response {
    const code = authorizationCodes.start({
      app: to.app,
      user,
      redirectUri: fields.get("redirect_uri")!,
      isSinglePage: to.redirect.isSinglePage,
      scope: asked.scope,
      nonce: asked.nonce,
      challenge: asked.challenge,
    });
    return sendBack(to, { code });
  }

  function answer(asked: Asked): Response {
    const { request, fields, choice, to } = asked;
    const authorization = readAuthorization(fields, directory);
    const { prompt, loginHint, scope } = authorization;
    const hint = loginHint === undefined ? undefined : directory.findUser(loginHint);
    const signedIn = sessions.find(request).filter((one) => loginHint === undefined || one === hint);
    if (prompt === "none") {
      const user = chooseSilently(signedIn);
      if (!consents.isMissing(to.app, user)) return complete(asked, authorization, user);
      const message = `Neither the person nor an administrator has consented to app '${to.app.clientId}'.`;
      throw new AuthorityError(400, "consent_required", 65001, message);
    }
    if (choice.has("refuse")) throw new AuthorityError(400, "access_denied", 65004, "The person said no.");

    const present = findPresent();
    const named = choice.get("username") ?? present?.id;
    const chosen = named === undefined ? undefined : directory.findUser(named);
    const page = { to, fields };
    const choose = (problem?: string): Response => choosePage(page, directory.users, { hint, problem });
    if (named !== undefined && chosen === undefined) {
      return choose(`AADSTS50034: There is no person '${named}' in this tenant.`);
    }
    if (chosen !== undefined && standing.isDisabled(chosen.id)) {
      return choose(`AADSTS50057: The account of ${chosen.name} is disabled.`);
    }
    const mayPassBy = prompt !== "login" && prompt !== "select_account" && signedIn.length === 1;
    const user = chosen ?? (mayPassBy ? signedIn[0] : undefined);
    if (user === undefined) return choose();
    const isAsked = prompt === "consent" || consents.isMissing(to.app, user);
    if (isAsked && present === undefined && choice.get("consent") !== "accept") return consentPage(page, user, scope);
    consents.give(to.app, user);
    const response = complete(asked, authorization, user);
    if (chosen !== undefined) response.headers.append("set-cookie", sessions.begin(request, chosen));
    return response;
  }

  return async (request) => {
    const isForm = request.method === "POST";
    const fields = isForm ? new URLSearchParams(await request.text()) : new URL(request.url).searchParams;
    const to = readReturnAddress(fields, directory, standing);
    // In an address they would be somebody else's choice.
    const choice = isForm ? fields : new URLSearchParams();
    try {
      return answer({ request, fields, choice, to });
    } catch (error) {
      if (!(error instanceof AuthorityError)) throw error;
      const { error: name, error_description: description } = describeAuthorityError(error, now());
      return sendBack(to, { error: name, error_description: description });
    }
  };
}
