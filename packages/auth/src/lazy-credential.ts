import type { TokenCredentialOptions } from "@azure/identity";
import type { AccessToken, TokenCredential, TokenRequestOptions } from "@omnia-timeseries/core";
import { CredentialError } from "./credential-error.ts";
import type { WireFailure } from "./sign-in-failure.ts";

type Identity = typeof import("@azure/identity");
type Policies = NonNullable<TokenCredentialOptions["additionalPolicies"]>;

/** One call of `getToken`, as the watcher of the wire sees it. */
interface Call {
  readonly signal: AbortSignal;
  lastFailure?: WireFailure;
}

/**
 * A credential of `@azure/identity` that is loaded and made when its first token is asked for, and kept:
 * it caches its tokens. Calls take turns, so that those who ask at once share one answer (and one prompt).
 *
 * Its `getToken` throws CredentialError: `credential` when no token is had, `aborted` by its `abortSignal`.
 *
 * @param flow as in "Sign-in with <flow> failed"
 * @param create gets the policies to give on as `additionalPolicies`
 */
export function createLazyCredential(
  flow: string,
  create: (identity: Identity, additionalPolicies: Policies) => TokenCredential,
): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let current: Call | undefined;
  const policies = watchWire(() => current);

  async function ask(scopes: string | string[], options: TokenRequestOptions, call: Call) {
    call.signal.throwIfAborted();
    current = call;
    credential ??= import("@azure/identity").then((identity) => create(identity, policies));
    // As the client asks: @azure/identity keeps apart what it was asked with and without, also who signed in.
    return (await credential).getToken(scopes, { enableCae: true, ...options, abortSignal: call.signal });
  }

  return {
    async getToken(scopes: string | string[], options: TokenRequestOptions = {}): Promise<AccessToken | null> {
      // Ours alone: @azure/identity adds listeners to the signal it gets and leaves them there.
      const controller = new AbortController();
      const abort = () => controller.abort(options.abortSignal?.reason);
      if (options.abortSignal?.aborted === true) abort();
      options.abortSignal?.addEventListener("abort", abort);
      const call: Call = { signal: controller.signal };
      const before = queue;
      // @azure/identity ends an aborted call only at its next step, so the abort is raced.
      const answer = Promise.race([rejectOnAbort(call.signal), before.then(() => ask(scopes, options, call))]);
      queue = Promise.allSettled([before, answer]);
      try {
        return await answer;
      } catch (error) {
        const { aborted, reason } = call.signal;
        if (aborted) throw new CredentialError("aborted", `Sign-in with ${flow} was aborted.`, { cause: reason });
        // All that it knows of failures is read where there is one.
        const { createSignInFailure } = await import("./sign-in-failure.ts");
        throw createSignInFailure(flow, error, call.lastFailure);
      } finally {
        options.abortSignal?.removeEventListener("abort", abort);
      }
    },
  };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });
}

/** Ends requests on abort, and notes what went wrong last, for the error's text. */
function watchWire(currentCall: () => Call | undefined): Policies {
  return [
    {
      position: "perCall",
      policy: {
        name: "omniaWatchWire",
        async sendRequest(request, next) {
          const call = currentCall();
          if (call === undefined) return next(request);
          request.abortSignal = call.signal;
          const { agent, tlsSettings } = request;
          // An agent is there for a proxy, and knows nothing of the certificates to trust.
          if (agent !== undefined && tlsSettings?.ca !== undefined) request.requestOverrides = { ca: tlsSettings.ca };
          try {
            const response = await next(request);
            if (response.status < 400) delete call.lastFailure;
            else call.lastFailure = { statusCode: response.status, body: response.bodyAsText ?? "" };
            return response;
          } catch (error) {
            call.lastFailure = describeWireError(error as WireError);
            throw error;
          }
        },
      },
    },
  ];
}

/** What `RestError` of `@azure/core-rest-pipeline` has. */
interface WireError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
}

/** Not the error itself: it holds the request, whose body holds the secret. */
function describeWireError({ code = "network error", statusCode, message }: WireError): WireFailure {
  // There was an answer, but no JSON; the message then holds the whole body.
  return statusCode === undefined ? { networkCode: code, message } : { statusCode, body: "" };
}
