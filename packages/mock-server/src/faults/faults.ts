import { OmniaError } from "@omnia-timeseries/core";
import type { AnyOperationId } from "../apis.ts";
import { createRandom } from "../random.ts";
import type { ApiName } from "../served-api.ts";
import { validateOperation } from "../validate-operation.ts";
import { validateFault } from "./fault.ts";
import type { Fault } from "./fault.ts";

/** A fault for the next requests. */
export interface NextFault extends Fault {
  /** Only of this operation; by default of any. */
  readonly operationId?: AnyOperationId;
  /** Only of this API. */
  readonly api?: ApiName;
  /** For how many requests. By default 1. */
  readonly times?: number;
}

/** Faults at random, the same for the same seed and the same requests. */
export interface FaultSchedule {
  readonly seed: number;
  /** The part of the requests that something goes wrong with, from 0 to 1. By default 0.2. */
  readonly rate?: number;
  /** What can go wrong, each as often as the others. By default a bit of everything but jumps of the clock. */
  readonly faults?: readonly Fault[];
}

/** Makes requests go wrong. */
export interface Faults {
  /**
   * The first of those that fit a request is taken; they come before a schedule.
   * @throws OmniaError `invalid-argument`, as `schedule` does
   */
  next(fault: NextFault): void;
  /** Replaces the schedule there was. */
  schedule(schedule: FaultSchedule): void;
  /** Nothing goes wrong any more. */
  clear(): void;
  /** The schedule, with what it has by default; its seed belongs into the message of a test that fails. */
  readonly scheduled: Required<FaultSchedule> | undefined;
  /** The faults of `next` that have not met all their requests, each with `times` as many as are left. */
  readonly waiting: readonly NextFault[];
}

const everything: readonly Fault[] = [
  { statusCode: 429, retryAfterSeconds: 1 },
  { statusCode: 503 },
  { statusCode: 502, isDone: true },
  { statusCode: 504, latencyMs: 20 },
  { reset: "before-headers" },
  { reset: "before-headers", isDone: true },
  { reset: "after-headers" },
  { body: "truncated" },
  { body: "dribbled" },
  { body: "corrupt" },
  { token: "expired" },
];

/** Also the side that the door asks. */
export function createFaults(): {
  readonly faults: Faults;
  readonly take: (operationId: string, api: ApiName) => Fault | undefined;
} {
  let waiting: { readonly fault: Fault; readonly of: Pick<NextFault, "operationId" | "api">; left: number }[] = [];
  let scheduled: { readonly schedule: Required<FaultSchedule>; readonly draw: () => Fault | undefined } | undefined;

  const faults: Faults = {
    next({ operationId, api, times = 1, ...fault }) {
      const of = { ...(operationId !== undefined && { operationId }), ...(api !== undefined && { api }) };
      validateOperation(of, "fault");
      validateFault(fault, "fault");
      if (!Number.isInteger(times) || times < 1) {
        throw new OmniaError("invalid-argument", `fault.times: ${times} is not a whole number from 1 on.`);
      }
      if (Object.keys(fault).length === 0) {
        throw new OmniaError(
          "invalid-argument",
          "fault: nothing goes wrong; say statusCode, latencyMs, reset, body, token or clockJump.",
        );
      }
      waiting.push({ fault, of, left: times });
    },
    schedule({ seed, rate = 0.2, faults: kinds = everything }) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new OmniaError("invalid-argument", `schedule.rate: ${rate} is not a number from 0 to 1.`);
      }
      if (kinds.length === 0) throw new OmniaError("invalid-argument", "schedule.faults: there is none.");
      kinds.forEach((fault, i) => validateFault(fault, `schedule.faults[${i}]`));
      const random = createRandom(seed);
      scheduled = {
        schedule: { seed, rate, faults: kinds },
        draw() {
          // Two numbers for each request, whether it goes wrong or not, so that a rate does not shift what comes.
          const [chance, choice] = [random(), random()];
          return chance < rate ? kinds[Math.floor(choice * kinds.length)] : undefined;
        },
      };
    },
    clear() {
      waiting = [];
      scheduled = undefined;
    },
    get scheduled() {
      return scheduled?.schedule;
    },
    get waiting() {
      return waiting.map(({ fault, of, left }) => ({ ...of, ...fault, times: left }));
    },
  };

  return {
    faults,
    take(operationId, api) {
      const drawn = scheduled?.draw();
      const found = waiting.find(
        ({ of }) => (of.operationId ?? operationId) === operationId && (of.api ?? api) === api,
      );
      if (found === undefined) return drawn;
      found.left--;
      waiting = waiting.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}
