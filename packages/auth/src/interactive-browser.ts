import type { AuthenticationRecord } from "@azure/identity";
import {
  type InteractiveBrowserOptions,
  type InteractiveCredential,
  readInteractiveBrowserOptions,
  type SignedInPerson,
} from "./interactive-browser-options.ts";
import { createLazyCredential } from "./lazy-credential.ts";
import { validateRuntime } from "./runtime.ts";

/**
 * Sign-in of a person by a browser: in a web page the page's own, elsewhere the system's.
 *
 * In a page `getToken`, and so a client's call, never opens anything: it needs {@link InteractiveCredential.prepare}
 * at page load and {@link InteractiveCredential.signIn} from a click. In Node.js it opens the system's browser where
 * nobody is signed in yet.
 *
 * @example
 * ```ts
 * const credential = interactiveBrowser({ tenantId, clientId });
 * const person = await credential.prepare();
 * if (person === undefined) button.onclick = () => credential.signIn(environments.prod.scope);
 * ```
 * @throws CredentialError `invalid-argument` when a value is missing
 */
export function interactiveBrowser(options: InteractiveBrowserOptions = {}): InteractiveCredential {
  validateRuntime("interactiveBrowser");
  const { tenantId, clientId, shared } = readInteractiveBrowserOptions(options);
  const { authenticationRecord, onAuthenticationRecord } = options;
  let person: SignedInPerson | undefined = authenticationRecord && { username: authenticationRecord.username };

  const create = (known?: AuthenticationRecord) =>
    createLazyCredential("a browser", ({ InteractiveBrowserCredential }, additionalPolicies) => {
      const credential = new InteractiveBrowserCredential({
        ...shared,
        additionalPolicies,
        tenantId,
        clientId,
        ...(known === undefined ? {} : { authenticationRecord: known }),
      });
      let isReported = false;
      return {
        async getToken(scopes, request) {
          const token = await credential.getToken(scopes, request);
          if (isReported) return token;
          // Opens nothing, as the token is in the cache by now; only this method says whose it is.
          const record = await credential.authenticate(scopes, { enableCae: request?.enableCae === true });
          isReported = true;
          if (record === undefined) return token;
          person = { username: record.username };
          onAuthenticationRecord?.(record);
          return token;
        },
      };
    });
  let credential = create(authenticationRecord);

  return {
    prepare: () => Promise.resolve(person),
    async signIn(scope) {
      await credential.getToken(scope);
    },
    signOut() {
      person = undefined;
      credential = create();
      return Promise.resolve();
    },
    getToken: (scopes, request) => credential.getToken(scopes, request),
  };
}
