import { readUserAudience } from "./audience.ts";
import { AuthorityError } from "./authority-error.ts";
import type { CodeChallenge } from "./authorization-codes.ts";
import type { App, Directory } from "./directory.ts";
import { findClient } from "./find-client.ts";
import { findRedirect } from "./redirect-uris.ts";
import type { Redirect } from "./redirect-uris.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";

const responseModes = ["query", "fragment", "form_post"] as const;
const prompts = ["none", "login", "select_account", "consent"] as const;

/** Who asks, and how an answer gets back to it. */
export interface ReturnAddress {
  readonly app: App;
  readonly redirect: Redirect;
  readonly responseMode: (typeof responseModes)[number];
  readonly state: string | undefined;
}

/** What is asked. */
export interface Authorization {
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly challenge: CodeChallenge | undefined;
  readonly prompt: (typeof prompts)[number] | undefined;
  readonly loginHint: string | undefined;
}

function refuse(code: number, message: string): AuthorityError {
  return new AuthorityError(400, "invalid_request", code, message);
}

/** A field that is one of some words, or is not there. */
function readWord<Word extends string>(
  fields: URLSearchParams,
  name: string,
  words: readonly Word[],
  code: number,
): Word | undefined {
  const given = fields.get(name);
  if (given === null || given === "") return undefined;
  const word = words.find((one) => one === given);
  if (word === undefined) throw refuse(code, `The '${name}' is '${given}', and none of ${words.join(", ")}.`);
  return word;
}

/**
 * What must be right before anybody is sent back.
 *
 * @throws AuthorityError 700016, 7000112, 50011 for a redirect URI that is not one of the app, 70007, 9000411
 */
export function readReturnAddress(fields: URLSearchParams, directory: Directory, standing: Standing): ReturnAddress {
  const twice = [...fields.keys()].find((name) => fields.getAll(name).length > 1);
  if (twice !== undefined) throw refuse(9000411, `The parameter '${twice}' is there twice.`);
  const app = findClient(fields, directory, standing);
  const uri = requiredField(fields, "redirect_uri");
  const redirect = findRedirect(app, uri);
  if (redirect === undefined) {
    const message = `The redirect URI '${uri}' is not one of app '${app.clientId}'. Add it to the app, to the letter.`;
    throw refuse(50011, message);
  }
  const responseMode = readWord(fields, "response_mode", responseModes, 70007) ?? "query";
  return { app, redirect, responseMode, state: fields.get("state") ?? undefined };
}

/** RFC 7636 §4.2: 43 to 128 letters, digits and a few signs. */
function readChallenge(fields: URLSearchParams): CodeChallenge | undefined {
  const method = readWord(fields, "code_challenge_method", ["S256", "plain"], 9002313);
  const value = fields.get("code_challenge");
  if (value === null) return undefined;
  if (!/^[\w.~-]{43,128}$/.test(value)) throw refuse(501491, "The 'code_challenge' has not 43 to 128 characters.");
  return { method: method ?? "plain", value };
}

/** @throws AuthorityError for what the app is told of at its address */
export function readAuthorization(fields: URLSearchParams, directory: Directory): Authorization {
  const responseType = requiredField(fields, "response_type");
  if (responseType !== "code") {
    const message = `The response type '${responseType}' is not supported; ask for 'code'.`;
    throw new AuthorityError(400, "unsupported_response_type", 70005, message);
  }
  const scope = requiredField(fields, "scope");
  readUserAudience(scope, directory);
  const prompt = readWord(fields, "prompt", prompts, 90023);
  const loginHint = fields.get("login_hint");
  return {
    scope,
    nonce: fields.get("nonce") ?? undefined,
    challenge: readChallenge(fields),
    prompt,
    loginHint: loginHint === null || loginHint === "" ? undefined : loginHint,
  };
}
