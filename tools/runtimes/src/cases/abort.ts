import { isOmniaError } from "@omnia-timeseries/core";
import type { RuntimeCase } from "../case.ts";
import { failNext } from "../control.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { longSeries } from "../series.ts";

const answerAfterMs = 3000;

export const abort: RuntimeCase = {
  name: "an abort",
  async run(target) {
    await failNext(target, { operationId: "GetLatest", latencyMs: answerAfterMs });
    const controller = new AbortController();
    const start = performance.now();
    const read = createClient(target).getLatestDatapoint({ id: longSeries.id }, { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 100);
    const error: unknown = await read.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expectEqual(isOmniaError(error, "aborted"), true, `that ${String(error)} is an OmniaError "aborted"`);
    const { name, cause } = error as Error;
    expectEqual({ name, cause }, { name: "AbortError", cause: "enough" }, "its name and cause");
    expectEqual(performance.now() - start < answerAfterMs, true, "that it does not wait for the answer");
  },
};
