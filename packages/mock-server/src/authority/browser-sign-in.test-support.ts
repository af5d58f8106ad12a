// A single-page application and a browser with its cookies, in front of an authority.
import { createAuthority } from "./authority.ts";
import type { AuthorityOptions } from "./authority.ts";
import { submitForm } from "./sign-in-page.test-support.ts";

export const pageApp = "aaaaaaaa-0000-4000-8000-00000000000a";
export const strictApp = "aaaaaaaa-0000-4000-8000-00000000000b";
export const publicClient = "675bd975-260f-498e-82cd-65f67b34fe7d";
export const timeseries = "32f2a909-8a98-4eb8-b22d-1208d9350cb0";
export const scope = `openid profile offline_access ${timeseries}/.default`;
export const redirectUri = "http://localhost:5173/signed-in";
/** The pair of RFC 7636, appendix B. */
export const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

export const siri = { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "Siri", username: "siri@example.invalid" };
export const ola = { id: "bbbbbbbb-0000-4000-8000-000000000002", name: "Ola", username: "ola@example.invalid" };

type Fields = Readonly<Record<string, string | undefined>>;

/** Those that are undefined are left out. */
export function toQuery(fields: Fields): URLSearchParams {
  const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(given);
}

/** What comes back to the app, by the address that it is sent to. */
export function readAnswer(response: Response): URLSearchParams {
  const { hash, search } = new URL(response.headers.get("location") ?? "about:blank");
  return new URLSearchParams(hash === "" ? search : hash.slice(1));
}

export function createBrowser(options: Partial<AuthorityOptions> = {}) {
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const authority = createAuthority({
    now: () => nowMs,
    users: [siri, ola],
    apps: [
      { clientId: pageApp, redirectUris: [redirectUri, "https://app.example/back"] },
      { clientId: strictApp, redirectUris: [redirectUri], needsConsent: true, publicClient: true },
    ],
    ...options,
  });
  const base = `https://login.test/${authority.tenantId}/oauth2/v2.0`;
  const cookies = new Map<string, string>();

  async function send(request: Request): Promise<Response> {
    if (cookies.size > 0) request.headers.set("cookie", [...cookies].map((one) => one.join("=")).join("; "));
    const response = (await authority.fetch(request))!;
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (cookie.includes("Max-Age=0")) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  const asked: Fields = {
    client_id: pageApp,
    response_type: "code",
    redirect_uri: redirectUri,
    response_mode: "fragment",
    scope,
    state: "a state",
    nonce: "a nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  const addressOf = (changes: Fields = {}): string => `${base}/authorize?${toQuery({ ...asked, ...changes })}`;
  const visit = (changes: Fields = {}): Promise<Response> => send(new Request(addressOf(changes)));

  return {
    authority,
    base,
    cookies,
    send,
    addressOf,
    visit,
    advance: (ms: number) => void (nowMs += ms),
    /** Visits the page, and presses a button there. */
    press: async (button: readonly [name: string, value: string], changes: Fields = {}): Promise<Response> => {
      const page = await visit(changes);
      return send(submitForm(await page.text(), addressOf(changes), button));
    },
    /** Redeems a code, as a page does. */
    redeem: async (code: string, changes: Fields = {}) => {
      const form = {
        grant_type: "authorization_code",
        client_id: pageApp,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        code,
      };
      const headers = { origin: "http://localhost:5173" };
      const body = toQuery({ ...form, ...changes });
      const response = (await authority.fetch(new Request(`${base}/token`, { method: "POST", headers, body })))!;
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
  };
}
