import type { AuthenticationRecord } from "@azure/identity";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { DatapointInput, EnvironmentName, TokenCredential } from "@omnia-timeseries/core";
import { encodeResponse, protobuf } from "@omnia-timeseries/protobuf";
import type { MockServer } from "@omnia-timeseries/mock-server";

/** What the pages take for granted, by name: the code around an example that a reader has already. */
export async function createNames(server: MockServer) {
  const { tenantId, clientId, clientSecret: secret } = server;
  const { credential, ...options } = server.clientOptions();
  const ids = server.store.series.map((series) => series.id);
  const client = createTimeseriesClient({ ...options, credential, format: protobuf });
  const tokenOf = async (signedIn: TokenCredential, scope: string): Promise<string> =>
    (await signedIn.getToken(scope))?.token ?? "";
  const person = server.clientOptions("mock.user@example.invalid").credential;
  return {
    server,
    client,
    credential,
    environment: "test" as EnvironmentName,
    tenantId,
    clientId,
    secret,
    userAssertion: await tokenOf(person, `${clientId}/.default`),
    id: ids[0]!,
    ids,
    yourOwnSignIn: (scope: string, _signal?: AbortSignal) => tokenOf(credential, scope),
    pointsById: new Map<string, DatapointInput[]>([[ids[0]!, [{ time: "2025-01-01T00:00:00Z", value: 1 }]]]),
    /** The code under test, of a page that expects these requests. */
    runWhatIsTested: async (): Promise<void> => {
      const [id = ""] = ids;
      for (let i = 0; i < 2; i++) await client.getLatestDatapoint({ id });
      await client.writeData({ id, datapoints: [{ time: "2025-01-01", value: 1 }] });
    },
    /** Does something with what was read. */
    keep: (...values: readonly unknown[]): void => void values,
    /** A body without points. */
    bytes: Buffer.concat([...encodeResponse({ items: [] })]),
  };
}

/** Names that have a type and no value. */
export const namesWithoutValue = ["signInButton", "signOutButton", "app", "authenticationRecord"] as const;

/** Those, and what only exists where a block is not run: a page, another library, a person. */
export interface Names extends Awaited<ReturnType<typeof createNames>> {
  readonly signInButton: HTMLButtonElement;
  readonly signOutButton: HTMLButtonElement;
  /** A `PublicClientApplication` of `@azure/msal-browser`, as far as it is used. */
  readonly app: { acquireTokenSilent(asked: { scopes: string[]; claims?: string }): Promise<{ accessToken: string }> };
  readonly authenticationRecord: AuthenticationRecord;
}
