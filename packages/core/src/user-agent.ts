import { version } from "./gen/version.ts";
import { OmniaError } from "./omnia-error.ts";

/** How runtimes outside of browsers name themselves: `Node.js/24`, `Deno/2.5.0`, `Bun/1.3.0`. */
const runtimes = /^(Node\.js|Deno|Bun)\/\S+$/;

/** A product as HTTP has it, and a version if there is one. Source: RFC 9110, section 10.1.5. */
const product = /^[\w!#$%&'*+.^`|~-]+(\/[\w!#$%&'*+.^`|~-]+)?$/;

/** What a runtime calls itself; nothing in a browser, which sends a name of its own. */
export function findRuntime(): string | undefined {
  const { navigator } = globalThis as { navigator?: { readonly userAgent?: unknown } | null };
  const name = navigator?.userAgent;
  return typeof name === "string" && runtimes.test(name) ? name : undefined;
}

/**
 * @returns the headers that name the client; none in a browser
 * @throws OmniaError `invalid-argument` for a name that HTTP cannot carry
 */
export function createUserAgent(applicationName: string | undefined): Readonly<Record<string, string>> {
  if (applicationName !== undefined && !product.test(applicationName)) {
    throw new OmniaError(
      "invalid-argument",
      `applicationName: ${JSON.stringify(applicationName)} is not a name such as "my-service" or "my-service/1.2".`,
    );
  }
  const runtime = findRuntime();
  if (runtime === undefined) return {};
  const client = `omnia-timeseries-js/${version} (${runtime})`;
  return { "user-agent": applicationName === undefined ? client : `${applicationName} ${client}` };
}
