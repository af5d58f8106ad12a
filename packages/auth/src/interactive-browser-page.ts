import type { CacheLookupPolicy, Configuration, IPublicClientApplication } from "@azure/msal-browser";
import type { AccessToken, TokenRequestOptions } from "@omnia-timeseries/core";
import { CredentialError } from "./credential-error.ts";
import {
  type InteractiveBrowserOptions,
  type InteractiveCredential,
  readInteractiveBrowserOptions,
  type SignedInPerson,
} from "./interactive-browser-options.ts";

interface Library {
  readonly app: IPublicClientApplication;
  /** Of what `app` throws. */
  readonly createPageFailure: (cause: unknown) => CredentialError;
}

/** `AccessTokenAndRefreshToken`: no hidden frame, which would need a page of its own to come back to. */
const silently: CacheLookupPolicy = 2;

/**
 * `interactiveBrowser` in a web page, by redirects. @azure/msal-browser is used as it is: of the same library,
 * `@azure/identity` does not say who is signed in, signs nobody out, tries a hidden frame that a page without the
 * library's own bridge never answers, and cannot ask for tokens that stand for claims challenges.
 *
 * Tokens are in the `sessionStorage` of the tab.
 *
 * @throws CredentialError `invalid-argument` when a value is missing
 */
export function interactiveBrowser(options: InteractiveBrowserOptions = {}): InteractiveCredential {
  const { tenantId, clientId, shared } = readInteractiveBrowserOptions(options);
  const { authorityHost = "https://login.microsoftonline.com", disableInstanceDiscovery = false } = shared;
  let loading: Promise<Library> | undefined;
  let preparing: Promise<SignedInPerson | undefined> | undefined;
  let leaving: Promise<void> | undefined;
  /** Of a challenge that could not be answered in silence. */
  let claims: string | undefined;

  async function load(): Promise<Library> {
    const { createStandardPublicClientApplication, createPageFailure } = await importLibrary();
    const { redirectUri = location.origin } = options;
    const configuration: Configuration = {
      auth: {
        clientId,
        authority: new URL(tenantId, `${authorityHost.replace(/\/+$/, "")}/`).href,
        knownAuthorities: disableInstanceDiscovery ? [new URL(authorityHost).host] : [],
        redirectUri,
        // An address that the app has, as the sign-out page leads back to those alone.
        postLogoutRedirectUri: redirectUri,
        // As `enableCae` of @azure/identity: tokens that can be refused with a claims challenge.
        clientCapabilities: ["CP1"],
      },
      cache: { cacheLocation: "sessionStorage" },
    };
    try {
      return { app: await createStandardPublicClientApplication(configuration), createPageFailure };
    } catch (error) {
      throw createPageFailure(error);
    }
  }

  function library(): Promise<Library> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  async function takeAnswer(): Promise<SignedInPerson | undefined> {
    const { app, createPageFailure } = await library();
    try {
      const answer = await app.handleRedirectPromise();
      if (answer !== null) app.setActiveAccount(answer.account);
    } catch (error) {
      throw createPageFailure(error);
    }
    const account = app.getActiveAccount();
    if (account === null) return undefined;
    const { username, name } = account;
    return { username, ...(name === undefined ? {} : { name }) };
  }

  function prepare(): Promise<SignedInPerson | undefined> {
    preparing ??= takeAnswer().catch((error: unknown) => {
      // What the sign-in page sent is taken in once; what was not loaded can be loaded later.
      if (loading === undefined) preparing = undefined;
      throw error;
    });
    return preparing;
  }

  async function ask(scopes: string | string[], asked: string | undefined): Promise<AccessToken> {
    let refusal: unknown;
    await prepare().catch((error: unknown) => (refusal = error));
    const { app, createPageFailure } = await library();
    const account = app.getActiveAccount();
    if (account === null) {
      const nobody = "Nobody is signed in. Call signIn() from a click.";
      throw refusal ?? new CredentialError("credential", nobody);
    }
    const request = { scopes: [scopes].flat(), account, cacheLookupPolicy: silently };
    try {
      const answer = await app.acquireTokenSilent(asked === undefined ? request : { ...request, claims: asked });
      if (asked !== undefined) claims = undefined;
      const { accessToken: token, expiresOn, refreshOn } = answer;
      return {
        token,
        expiresOnTimestamp: expiresOn?.getTime() ?? 0,
        ...(refreshOn === undefined ? {} : { refreshAfterTimestamp: refreshOn.getTime() }),
      };
    } catch (error) {
      claims = asked ?? claims;
      throw createPageFailure(error);
    }
  }

  /** @param go leaves the page, so that its promise ends only when that fails */
  async function leave(go: (app: IPublicClientApplication) => Promise<void>): Promise<void> {
    await prepare().catch(() => undefined);
    const { app, createPageFailure } = await library();
    leaving ??= go(app).finally(() => (leaving = undefined));
    try {
      await leaving;
    } catch (error) {
      throw createPageFailure(error);
    }
  }

  return {
    prepare,
    signIn: (scope) =>
      leave((app) => {
        const account = app.getActiveAccount();
        const request = { scopes: [scope], ...(claims === undefined ? {} : { claims }) };
        return app.acquireTokenRedirect(account === null ? request : { ...request, account });
      }),
    signOut: () =>
      leave(async (app) => {
        const account = app.getActiveAccount();
        if (account !== null) await app.logoutRedirect({ account });
      }),
    getToken: (scopes, { abortSignal, claims: asked }: TokenRequestOptions = {}) =>
      raceAbort(() => ask(scopes, asked), abortSignal),
  };
}

async function importLibrary(): Promise<typeof import("./interactive-browser-library.ts")> {
  try {
    return await import("./interactive-browser-library.ts");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The code for sign-in could not be loaded (${why}). Check the network, then reload the page.`;
    throw new CredentialError("credential", message, { cause, isRetryable: true });
  }
}

async function raceAbort<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const fail = (): never => {
    throw new CredentialError("aborted", "Sign-in with a browser was aborted.", { cause: signal?.reason });
  };
  if (signal === undefined) return work();
  if (signal.aborted) return fail();
  const controller = new AbortController();
  const aborted = new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { signal: controller.signal });
  });
  try {
    return await Promise.race([aborted.then(fail), work()]);
  } finally {
    controller.abort();
  }
}
