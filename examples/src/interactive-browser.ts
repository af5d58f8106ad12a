// A page that reads as the person who signed in to it: interactiveBrowser() of @omnia-timeseries/auth.
import { interactiveBrowser } from "@omnia-timeseries/auth";
import { createTimeseriesClient, environments } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { SignInPage } from "./sign-in-page.ts";

export async function startPage({ button, output, settings }: SignInPage): Promise<void> {
  const { tenantId, clientId, authorityHost, baseUrl, id } = settings;
  const credential = interactiveBrowser({ tenantId, clientId, authorityHost });
  const client = createTimeseriesClient({ environment: "test", baseUrl, credential, format: protobuf });

  button.addEventListener("click", () => {
    const leave = button.value === "out" ? credential.signOut() : credential.signIn(environments.test.scope);
    leave.catch((error: unknown) => (output.textContent = String(error)));
  });

  async function show(): Promise<string> {
    const person = await credential.prepare();
    if (person === undefined) return "nobody";
    const latest = await client.getLatestDatapoint({ id });
    button.value = "out";
    return `${person.username} ${latest?.value}`;
  }
  output.textContent = await show().catch(String);
}
