// What one run of the schedules is drawn from: what is stored, what is asked, and what goes wrong.
import type { Fault } from "@omnia-timeseries/mock-server";
import fc from "fast-check";
import { facility, readKinds } from "./reads.test-support.ts";
import type { ReadInput } from "./reads.test-support.ts";
import { writeKinds } from "./writes.test-support.ts";
import type { WriteInput } from "./writes.test-support.ts";

export interface Step {
  readonly read?: ReadInput | undefined;
  /** Runs beside the read, where there are both and the read is one request. */
  readonly write?: WriteInput | undefined;
  readonly timeoutMs?: number | undefined;
  readonly abortAfterMs?: number | undefined;
}

export interface Plan {
  readonly format: "json" | "protobuf";
  readonly series: readonly {
    readonly id: string;
    readonly name: string;
    readonly facility: string;
    readonly datapoints: WriteInput["points"];
  }[];
  readonly schedule: { readonly seed: number; readonly rate: number; readonly faults: readonly Fault[] };
  readonly limits: { readonly concurrency: number; readonly requestsPerSecond?: number };
  readonly steps: readonly Step[];
}

const firstTime = 1_704_067_200_000_000_000n;
const ids = [1, 2, 3, 4].map((i) => `0000000${i}-0000-4000-8000-000000000000`);
const names = [1, 2, 3, 4, 5].map((i) => `1219-PT-${i}`);

// The service's tick is 100 ns. Few seconds, so that points, windows and writes meet.
const time = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 0, 0, 1, 9_999_999))
  .map(([seconds, ticks]) => firstTime + BigInt(seconds) * 1_000_000_000n + BigInt(ticks) * 100n);
const window = fc
  .tuple(time, fc.integer({ min: 1, max: 20 }))
  .map(([startTime, seconds]) => ({ startTime, endTime: startTime + BigInt(seconds) * 1_000_000_000n }));

const value = fc.oneof(
  fc.constantFrom(0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, 0.1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const status = fc.constantFrom(192, 0, 8, 64, 2 ** 31 - 1);
const points = fc.array(fc.record({ time, value, status }), { minLength: 1, maxLength: 30 });
const someIds = fc.array(fc.constantFrom(...ids), { minLength: 1, maxLength: 4 }) as fc.Arbitrary<
  [string, ...string[]]
>;
const name = fc.constantFrom(...names);

const read: fc.Arbitrary<ReadInput> = fc
  .tuple(
    window,
    fc.record({
      kind: fc.constantFrom(...readKinds),
      ids: someIds,
      name,
      limit: fc.integer({ min: 1, max: 8 }),
      intervalSeconds: fc.integer({ min: 1, max: 5 }),
    }),
  )
  .map(([bounds, rest]) => ({ ...bounds, ...rest }));

const write: fc.Arbitrary<WriteInput> = fc
  .tuple(
    window,
    fc.record({
      kind: fc.constantFrom(...writeKinds),
      ids: someIds,
      name,
      unit: fc.constantFrom("bar", "°C"),
      points,
      async: fc.boolean(),
    }),
  )
  .map(([bounds, rest]) => ({ ...bounds, ...rest }));

/** Every kind; those that say nothing of what was done come with and without the work. */
const kinds: readonly Fault[] = [
  { statusCode: 429 },
  ...[0, 1, 30, 100_000].map((retryAfterSeconds) => ({ statusCode: 429, retryAfterSeconds })),
  { statusCode: 425 },
  { statusCode: 500 },
  { statusCode: 503 },
  { statusCode: 503, retryAfterSeconds: 2 },
  ...[408, 502, 504].flatMap((statusCode) => [{ statusCode }, { statusCode, isDone: true }]),
  { reset: "before-headers" },
  { reset: "before-headers", isDone: true },
  { reset: "after-headers" },
  { body: "truncated" },
  { body: "dribbled" },
  { body: "corrupt" },
  { token: "expired" },
  { token: "revoked" },
];

/** Longer than a try may take, and shorter. */
const delays: readonly Fault[] = [{ latencyMs: 50 }, { latencyMs: 30_000 }, { latencyMs: 150_000 }];
const jumps: readonly Fault[] = [{ clockJump: "30s" }, { clockJump: "2h" }];

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...kinds) },
  fc.constantFrom(...delays, ...jumps),
  fc
    .tuple(fc.constantFrom(...kinds), fc.constantFrom(...delays, ...jumps))
    .map(([one, other]): Fault => ({ ...one, ...other })),
);

const ms = fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined, freq: 8 });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ read, timeoutMs: ms, abortAfterMs: ms }),
  fc.record({ write, timeoutMs: ms, abortAfterMs: ms }),
  fc.record({ read, write }),
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  format: fc.constantFrom("json", "protobuf"),
  series: fc
    .tuple(points, points, fc.constant([]))
    .map((each) => each.map((datapoints, i) => ({ id: ids[i]!, name: names[i]!, facility, datapoints }))),
  schedule: fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    rate: fc.constantFrom(0, 0.2, 0.5, 0.8, 1),
    faults: fc.array(fault, { minLength: 1, maxLength: 8 }),
  }),
  limits: fc.constantFrom({ concurrency: 8 }, { concurrency: 1 }, { concurrency: 2, requestsPerSecond: 4 }),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});
