import { clientSecret } from "@omnia-timeseries/auth";
import { isOmniaError } from "@omnia-timeseries/core";
import type { RuntimeCase, Target } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

async function readLatest({ authority, tenantId, clientId, ...target }: Target, secret: string): Promise<number> {
  const credential = clientSecret({ authorityHost: authority, ca: target.ca, tenantId, clientId, secret });
  const client = createClient({ ...target, authority, tenantId, clientId }, { credential });
  return (await client.getLatestDatapoint({ id: longSeries.id }))!.value;
}

export const signIn: RuntimeCase = {
  name: "sign-in with a client secret",
  notInPages: "a secret does not belong in a page",
  async run(target) {
    expectEqual(await readLatest(target, target.clientSecret), longSeries.points.at(-1)!.value, "the latest value");
    const error: unknown = await readLatest(target, "wrong").catch((thrown: unknown) => thrown);
    expectEqual(isOmniaError(error, "credential"), true, `that of a wrong secret ${String(error)} is "credential"`);
  },
};
