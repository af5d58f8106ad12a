import type { ClientEvent } from "@omnia-timeseries/core";
import type { RuntimeCase } from "../case.ts";
import { failNext } from "../control.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

export const retryAfter: RuntimeCase = {
  name: "a 429 with Retry-After",
  async run(target) {
    const events: ClientEvent[] = [];
    await failNext(target, { operationId: "GetLatest", statusCode: 429, retryAfterSeconds: 1 });
    const start = performance.now();
    const client = createClient(target, { onEvent: (event) => events.push(event) });
    const latest = await client.getLatestDatapoint({ id: longSeries.id });
    const durationMs = performance.now() - start;
    expectEqual(latest?.value, longSeries.points.at(-1)!.value, "the latest value");
    const tries = events.flatMap((event) => (event.type === "try" ? [event.statusCode] : []));
    expectEqual(tries, [429, 200], "the answers");
    expectEqual(durationMs >= 990, true, `that ${durationMs} ms are the second that was asked for`);
  },
};
