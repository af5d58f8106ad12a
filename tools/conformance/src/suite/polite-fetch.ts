import { setTimeout as sleep } from "node:timers/promises";
import { Refused } from "./finding.ts";

export interface PoliteFetchOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Between two requests. */
  readonly pauseMs: number;
  readonly maxRequests: number;
}

const timeoutMs = 60_000;

/** POSTs that read: of many series, and of many tags. Sources: specs/timeseries/openapi.yaml, specs/ims-metadata/openapi.yaml. */
const readingPosts = /\/plant\/(timeseries\/[^/]+\/query\/data(\/first|\/latest)?|ims-metadata\/[^/]+\/?)$/;

/**
 * A `fetch` for a service that others use too: requests that read and no other, with a pause between them, and not
 * too many.
 *
 * @throws Refused when there is no answer, and above `maxRequests`; TypeError for a request that could change something
 */
export function createPoliteFetch({ fetch, pauseMs, maxRequests }: PoliteFetchOptions): {
  readonly fetch: typeof globalThis.fetch;
  readonly count: () => number;
} {
  let count = 0;
  return {
    count: () => count,
    async fetch(input, init) {
      const request = new Request(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
      const isRead =
        ["GET", "OPTIONS"].includes(request.method) ||
        (request.method === "POST" && readingPosts.test(new URL(request.url).pathname));
      if (!isRead) throw new TypeError("This request is not one that only reads.");
      if (count >= maxRequests) throw new Refused(`the most requests of one run are ${maxRequests}`, true);
      if (count++ > 0) await sleep(pauseMs);
      try {
        const response = await fetch(request);
        // The body is read here, so that one that is cut is no answer either.
        const body = await response.arrayBuffer();
        return new Response(body.byteLength === 0 ? null : body, response);
      } catch (error) {
        const { name, cause } = error as Error;
        const code = (cause as { readonly code?: unknown } | undefined)?.code;
        throw new Refused(`no answer: ${typeof code === "string" ? code : name}`, true);
      }
    },
  };
}
