// The schedules over real sockets, with real resets and the server's own sign-in.
import { createTimeseriesClient } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { Fault } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeFailure, fuzzParameters } from "./fuzz-parameters.test-support.ts";
import { plan } from "./plan.test-support.ts";
import type { Plan } from "./plan.test-support.ts";
import { beginStep, describeFailedStep, runStep } from "./step.test-support.ts";

/** Those that take no time, and those that only sockets make real. */
const faults: readonly Fault[] = [
  { statusCode: 429, retryAfterSeconds: 1 },
  { statusCode: 503 },
  { statusCode: 502, isDone: true },
  { reset: "before-headers" },
  { reset: "before-headers", isDone: true },
  { reset: "after-headers" },
  { body: "truncated" },
  { body: "corrupt" },
  { token: "expired" },
  { clockJump: "2h" },
];

async function settle<T>(call: Promise<T>): Promise<PromiseSettledResult<T>> {
  return (await Promise.allSettled([call]))[0];
}

async function playOverSockets({ format, series, schedule, limits, steps }: Plan): Promise<void> {
  await using server = createMockServer({ series });
  await server.listen();
  server.faults.schedule({ ...schedule, faults });
  const { clock, url } = server;
  const client = createTimeseriesClient({
    ...server.clientOptions(),
    baseUrl: url,
    fetch: undefined,
    format: format === "json" ? json : protobuf,
    limits,
    // Time passes when somebody waits.
    sleep: async (ms) => clock.advance(ms),
  });
  for (const [i, step] of steps.entries()) {
    const check = beginStep(server, step);
    try {
      const outcomes = await runStep(step, client, {}, settle);
      clock.advance("2s");
      check.outcomes(outcomes);
    } catch (error) {
      throw new Error(describeFailedStep(server, step, i, error), { cause: error });
    }
  }
}

test("every read gives what is stored or a typed error, and every write's report is true, over sockets too", async () => {
  const calm = plan.map((drawn) => ({ ...drawn, steps: drawn.steps.map(({ read, write }) => ({ read, write })) }));
  const outcome = await fc.check(fc.asyncProperty(calm, playOverSockets), fuzzParameters(25));
  expect(describeFailure(outcome)).toBe("");
});
