import { servers } from "./gen/operations.ts";
import { OmniaError } from "./omnia-error.ts";

export type EnvironmentName = keyof typeof servers;

/** Where an API is, and what a token for it is asked for. */
export interface Environment {
  readonly name: string;
  /** Base URL of the API with its version, without a slash at the end. */
  readonly baseUrl: string;
  /** The scope of its tokens, `<resource id>/.default`. */
  readonly scope: string;
}

function describe(name: EnvironmentName): Environment {
  const { baseUrl, resourceId } = servers[name];
  return { name, baseUrl, scope: `${resourceId}/.default` };
}

/** The three installations of the service. Source: specs/timeseries/openapi.yaml, `servers`. */
export const environments: Readonly<Record<EnvironmentName, Environment>> = {
  prod: describe("prod"),
  test: describe("test"),
  dev: describe("dev"),
};

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The environment that the client's options mean.
 *
 * @param baseUrl replaces the environment's; an origin alone (`http://127.0.0.1:8080`) keeps the API's path below it
 * @param allowInsecureHttp hosts that may be reached without TLS, beside loopback
 * @throws OmniaError `invalid-argument` for an unknown name, or a URL that would send tokens in the clear
 */
export function resolveEnvironment(
  environment: EnvironmentName | Environment,
  baseUrl: string | undefined,
  allowInsecureHttp: readonly string[] = [],
): Environment {
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
