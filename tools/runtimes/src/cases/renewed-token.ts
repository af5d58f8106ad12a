import { accessToken } from "@omnia-timeseries/core";
import type { RuntimeCase } from "../case.ts";
import { failNext } from "../control.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

export const renewedToken: RuntimeCase = {
  name: "a 401, with a renewed token",
  async run(target) {
    const given: string[] = [];
    const credential = accessToken(() => {
      const token = target.tokens[given.length === 0 ? 0 : 1];
      given.push(token);
      return token;
    });
    await failNext(target, { operationId: "GetLatest", token: "expired" });
    const latest = await createClient(target, { credential }).getLatestDatapoint({ id: longSeries.id });
    expectEqual(latest?.value, longSeries.points.at(-1)!.value, "the latest value");
    expectEqual(given, target.tokens, "the tokens that were asked for");
  },
};
