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

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

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
      `environment: ${JSON.stringify(environment) ?? "undefined"} is unknown. Give ${names.join(", ")}, or { name, baseUrl, scope }.`,
    );
  }
  const text = baseUrl ?? known.baseUrl;
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new OmniaError("invalid-argument", `baseUrl: ${JSON.stringify(text)} is not an absolute URL.`, { cause });
  }
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new OmniaError("invalid-argument", "baseUrl: must have no query, no fragment and no credentials.");
  }
  const isSecure = url.protocol === "https:";
  const mayBeInsecure = loopback.test(url.hostname) || allowInsecureHttp.includes(url.hostname);
  if (!isSecure && !(url.protocol === "http:" && mayBeInsecure)) {
    throw new OmniaError(
      "invalid-argument",
      `baseUrl: ${JSON.stringify(text)} would send tokens without TLS. Use https, or name the host in allowInsecureHttp.`,
    );
  }
  const path = url.pathname === "/" ? new URL(known.baseUrl).pathname : url.pathname;
  return { name: known.name, baseUrl: url.origin + path.replace(/\/+$/, ""), scope: known.scope };
}
