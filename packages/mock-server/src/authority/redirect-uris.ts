import { OmniaError } from "@omnia-timeseries/core";
import type { AppOptions } from "./directory.ts";

/** Where people come back to after sign-in. */
export interface Redirect {
  /** As the answer has it: with a slash where there is no path. */
  readonly uri: string;
  /** Whether a single-page application is there, and not a program of the machine. */
  readonly isSinglePage: boolean;
}

/** As Entra knows them: IPv6 loopback is not among them. */
const loopbackHosts = ["localhost", "127.0.0.1"];

/** What is compared: the port of a loopback address does not count. */
function toComparable(uri: string): string {
  const url = new URL(uri);
  if (loopbackHosts.includes(url.hostname)) url.port = "";
  return url.href;
}

/**
 * A redirect URI that a request gives, where the app has it: one of its own `redirectUris`, or, for a public client,
 * `http://localhost`. Loopback addresses are good with any port.
 *
 * Source: Microsoft, "Redirect URI (reply URL) best practices and limitations".
 */
export function findRedirect(app: AppOptions, uri: string): Redirect | undefined {
  if (!URL.canParse(uri)) return undefined;
  const wanted = toComparable(uri);
  const isSinglePage = (app.redirectUris ?? []).some((one) => toComparable(one) === wanted);
  const isProgram = app.publicClient === true && wanted === "http://localhost/";
  return isSinglePage || isProgram ? { uri: new URL(uri).href, isSinglePage } : undefined;
}

/** With more behind it; what is there stays to the letter. */
export function withQuery(uri: string, more: URLSearchParams): string {
  return more.size === 0 ? uri : `${uri}${uri.includes("?") ? "&" : "?"}${more.toString()}`;
}

/**
 * @param where what stands before the rule in the message
 * @throws OmniaError `invalid-argument` for what Entra does not register: no https and no loopback address, a
 * fragment, a user in the address
 */
export function validateRedirectUri(uri: string, where: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopbackHosts.includes(url.hostname));
  if (isSafe && !uri.includes("#") && url?.username === "" && url.password === "") return;
  const rule = "is not an address of https, or of http at localhost or 127.0.0.1, without a fragment and a user.";
  throw new OmniaError("invalid-argument", `${where}: ${JSON.stringify(uri)} ${rule}`);
}
