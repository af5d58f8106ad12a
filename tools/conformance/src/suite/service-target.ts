import type { TokenCredential } from "@omnia-timeseries/core";
import type { ApiName } from "./api-name.ts";
import { apiServers } from "./api-name.ts";
import type { Target } from "./context.ts";
import { baseUrlsAt } from "./mock-target.ts";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The origin that `--target` means. @throws Error when it is neither an environment nor an https URL */
function originOf(target: string): string {
  if (target === "test" || target === "prod") return new URL(apiServers.timeseries[target].baseUrl).origin;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && loopback.test(url.hostname))) return url.origin;
  throw new Error(`--target is "test", "prod" or the https URL of a host, not ${JSON.stringify(target)}.`);
}

export interface ServiceOptions {
  /** `test`, `prod`, or the URL of a host that stands for the test environment. */
  readonly target: string;
  readonly series: Target["series"];
  readonly credential: TokenCredential;
  readonly fetch: typeof globalThis.fetch;
}

/** The service, or what stands for it. Its tokens are asked for the resource ids of its environment. */
export function createServiceTarget({ target, series, credential, fetch }: ServiceOptions): Target {
  const environment = target === "prod" ? "prod" : "test";
  return {
    baseUrls: baseUrlsAt(originOf(target)),
    fetch,
    series,
    nowMs: Date.now,
    async getToken(api: ApiName) {
      const token = await credential.getToken(`${apiServers[api][environment].resourceId}/.default`);
      if (token === null) throw new Error(`The sign-in gives no token for ${api}.`);
      return token.token;
    },
  };
}
