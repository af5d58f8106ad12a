// A page that has signed people in by @azure/msal-browser since before, and brings its tokens along: accessToken() of core.
import { CacheLookupPolicy, createStandardPublicClientApplication } from "@azure/msal-browser";
import { accessToken, createTimeseriesClient, environments } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { SignInPage } from "./sign-in-page.ts";

export async function startPage({ button, output, settings }: SignInPage): Promise<void> {
  const { tenantId, clientId, authorityHost, baseUrl, id } = settings;

  // What the page has had all along.
  const app = await createStandardPublicClientApplication({
    auth: {
      clientId,
      authority: `${authorityHost}/${tenantId}`,
      knownAuthorities: [new URL(authorityHost).host],
      redirectUri: location.origin,
      // With this the service may ask for a new sign-in at once, by a claims challenge, in place of at the token's end.
      clientCapabilities: ["CP1"],
    },
  });
  const answer = await app.handleRedirectPromise();
  if (answer !== null) app.setActiveAccount(answer.account);

  // What the client needs: tokens in silence, and without a hidden frame, which needs a page of its own to come back
  // to. What only the person can answer is kept for the next click.
  let challenge: string | undefined;
  const credential = accessToken(async ({ scope, claims }) => {
    challenge = claims ?? challenge;
    const cacheLookupPolicy = CacheLookupPolicy.AccessTokenAndRefreshToken;
    const asked = { scopes: [scope], cacheLookupPolicy, ...(claims !== undefined && { claims }) };
    return (await app.acquireTokenSilent(asked)).accessToken;
  });
  const client = createTimeseriesClient({ environment: "test", baseUrl, credential, format: protobuf });

  button.addEventListener("click", () => {
    const scopes = [environments.test.scope];
    void app.acquireTokenRedirect({ scopes, ...(challenge !== undefined && { claims: challenge }) });
  });

  async function show(): Promise<string> {
    const account = app.getActiveAccount();
    if (account === null) return "nobody";
    const latest = await client.getLatestDatapoint({ id });
    return `${account.username} ${latest?.value}`;
  }
  output.textContent = await show().catch(String);
}
