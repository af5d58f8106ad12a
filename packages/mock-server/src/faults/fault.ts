import { OmniaError } from "@omnia-timeseries/core";
import { toMilliseconds } from "../clock.ts";

/** What goes wrong with the body of an answer. */
export type BodyFault = "truncated" | "dribbled" | "corrupt";

/** What goes wrong with one request. Several things can go wrong together, in the order in which they stand here. */
export interface Fault {
  /** The clock jumps by this, in milliseconds or such as `"1h"`, when the request arrives. */
  readonly clockJump?: number | string;
  /** The answer waits, by the server's clock: a frozen one must be advanced. */
  readonly latencyMs?: number;
  /** The request's token is refused with 401, whatever it is. */
  readonly token?: "expired" | "revoked";
  /** This status, with a MessageModel, is the answer. */
  readonly statusCode?: number;
  /** Goes with `statusCode`. */
  readonly retryAfterSeconds?: number;
  /** Whether the operation is done although `statusCode` or a `reset` says nothing of it. By default false. */
  readonly isDone?: boolean;
  /** The connection breaks: instead of an answer, or in the middle of its body, after the operation was done. */
  readonly reset?: "before-headers" | "after-headers";
  /**
   * `truncated`: the body ends in its middle, as if that were its end. `dribbled`: it comes in small pieces with
   * pauses by the server's clock. `corrupt`: from its middle on it is neither JSON nor Protobuf.
   */
  readonly body?: BodyFault;
}

const choices = {
  token: ["expired", "revoked"],
  reset: ["before-headers", "after-headers"],
  body: ["truncated", "dribbled", "corrupt"],
} as const;

const fields: readonly (keyof Fault)[] = [
  "clockJump",
  "latencyMs",
  "token",
  "statusCode",
  "retryAfterSeconds",
  "isDone",
  "reset",
  "body",
];

/**
 * @param name what the fault is called in the error
 * @throws OmniaError `invalid-argument` for what cannot be made to happen
 */
export function validateFault(fault: Fault, name: string): void {
  const refuse = (field: keyof Fault, rule: string): never => {
    throw new OmniaError("invalid-argument", `${name}.${field}: ${JSON.stringify(fault[field])} is not ${rule}.`);
  };
  // A word that is wrong would let a test pass in which nothing goes wrong.
  const unknown = Object.keys(fault).find((field) => !fields.includes(field as keyof Fault));
  if (unknown !== undefined) {
    throw new OmniaError("invalid-argument", `${name}.${unknown}: is not one of ${fields.join(", ")}.`);
  }
  for (const [field, values] of Object.entries(choices) as [keyof typeof choices, readonly string[]][]) {
    const value = fault[field];
    if (value !== undefined && !values.includes(value)) refuse(field, values.join(" or "));
  }
  const { statusCode, retryAfterSeconds, latencyMs, clockJump } = fault;
  if (clockJump !== undefined) toMilliseconds(clockJump, `${name}.clockJump`);
  if (statusCode !== undefined && !(Number.isInteger(statusCode) && statusCode >= 400 && statusCode <= 599)) {
    refuse("statusCode", "a status of an error, from 400 to 599");
  }
  if (retryAfterSeconds !== undefined && !(Number.isInteger(retryAfterSeconds) && retryAfterSeconds >= 0)) {
    refuse("retryAfterSeconds", "a whole number from 0 on");
  }
  if (retryAfterSeconds !== undefined && statusCode === undefined) {
    refuse("retryAfterSeconds", "of any use without statusCode");
  }
  if (latencyMs !== undefined && !(Number.isFinite(latencyMs) && latencyMs >= 0)) {
    refuse("latencyMs", "a number from 0 on");
  }
}

/** A fault in one line, such as `statusCode 503, retryAfterSeconds 1`. */
export function describeFault(fault: Fault): string {
  return Object.entries(fault)
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(", ");
}
