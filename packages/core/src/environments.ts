import type { Api } from "./api.ts";
import { OmniaError } from "./omnia-error.ts";

export type EnvironmentName = "prod" | "test" | "dev";

/** Where an API is, and what a token for it is asked for. */
export interface Environment {
  readonly name: string;
  /** Base URL of the API with its version, without a slash at the end. */
  readonly baseUrl: string;
  /** The scope of its tokens, `<resource id>/.default`. */
  readonly scope: string;
}

/** Where a client finds its API. */
export interface EnvironmentOptions {
  /** Which installation of the service; an object for one of your own. */
  readonly environment: EnvironmentName | Environment;
  /** Base URL of the API in place of the environment's; an origin alone keeps the API's path below it. */
  readonly baseUrl?: string | undefined;
  /** Hosts that may be reached without TLS, beside loopback. */
  readonly allowInsecureHttp?: readonly string[] | undefined;
}

/** The installations of an API. Source: `servers` of its OpenAPI document. */
export function createEnvironments({ servers }: Pick<Api, "servers">): Readonly<Record<EnvironmentName, Environment>> {
  const create = (name: EnvironmentName): Environment => {
    const { baseUrl, resourceId } = servers[name];
    return { name, baseUrl, scope: `${resourceId}/.default` };
  };
  return { prod: create("prod"), test: create("test"), dev: create("dev") };
}

/** Printable ASCII without a backslash: what URL parsers do not read in a way of their own. */
const plainUrl = /^https?:\/\/(?!\/)[\x21-\x5b\x5d-\x7e]+$/i;

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What was given; of an object only what it is, as it may hold more than an environment. */
function describeEnvironment(environment: unknown): string {
  return typeof environment === "object" && environment !== null
    ? "an object without baseUrl or scope"
    : (JSON.stringify(environment) ?? "undefined");
}

/** Says nothing of a URL that it refuses: keys and passwords stand in some. */
function parseBaseUrl(text: string): URL {
  if (!plainUrl.test(text) || !URL.canParse(text)) {
    throw new OmniaError(
      "invalid-argument",
      "baseUrl: is not an absolute URL such as https://host/path, in ASCII and without spaces and backslashes (an international name in its form with xn--).",
    );
  }
  if (/[?#@]/.test(text)) {
    throw new OmniaError("invalid-argument", "baseUrl: must have no query, no fragment and no credentials.");
  }
  return new URL(text);
}

/**
 * The environment that the client's options mean.
 *
 * @throws OmniaError `invalid-argument` for an unknown name, or a URL that would send tokens in the clear
 */
export function resolveEnvironment(api: Pick<Api, "servers">, options: EnvironmentOptions): Environment {
  const { environment, baseUrl, allowInsecureHttp = [] } = options;
  const environments = createEnvironments(api);
  const known =
    typeof environment === "string"
      ? (environments as Readonly<Record<string, Environment>>)[environment]
      : environment;
  if (known === undefined || known === null || typeof known.baseUrl !== "string" || typeof known.scope !== "string") {
    const names = Object.keys(environments).map((name) => JSON.stringify(name));
    throw new OmniaError(
      "invalid-argument",
      `environment: ${describeEnvironment(environment)} is unknown. Give ${names.join(", ")}, or { name, baseUrl, scope }.`,
    );
  }
  const url = parseBaseUrl(baseUrl ?? known.baseUrl);
  const mayBeInsecure = loopback.test(url.hostname) || allowInsecureHttp.includes(url.hostname);
  if (url.protocol !== "https:" && !mayBeInsecure) {
    throw new OmniaError(
      "invalid-argument",
      `baseUrl: ${JSON.stringify(url.origin)} would send tokens without TLS. Use https, or name the host in allowInsecureHttp.`,
    );
  }
  const path = url.pathname === "/" ? new URL(known.baseUrl).pathname : url.pathname;
  return { name: known.name, baseUrl: url.origin + path.replace(/\/+$/, ""), scope: known.scope };
}
