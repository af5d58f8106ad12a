// What must be true of an outcome, whatever went wrong on the way.
import { isDeepStrictEqual } from "node:util";
import { isOmniaError } from "@omnia-timeseries/core";
import type { OmniaError, OmniaErrorCode } from "@omnia-timeseries/core";
import { reads } from "./reads.test-support.ts";
import type { ReadInput, Refused } from "./reads.test-support.ts";
import { describeStored } from "./stored.test-support.ts";
import type { Stored } from "./stored.test-support.ts";
import { writes } from "./writes.test-support.ts";
import type { WriteInput } from "./writes.test-support.ts";

/** What the service answers about what is asked: no trouble on the way may look like one of these. */
const answers: ReadonlySet<OmniaErrorCode> = new Set(["not-found", "conflict", "bad-request", "forbidden"]);

/** Codes of trouble, each with whether the same call may succeed when it is made again; `server` goes by its status. */
const troubles: Readonly<Partial<Record<OmniaErrorCode, boolean>>> = {
  "rate-limited": true,
  unauthorized: false,
  network: true,
  timeout: true,
  incomplete: true,
  aborted: false,
  decode: false,
  "outcome-unknown": false,
};
const passingStatuses = [425, 502, 503, 504];

/** Whether it is what the service answers to what was asked. 425 asks to come again. */
const isAnswer = ({ code, statusCode }: OmniaError): boolean => answers.has(code) && statusCode !== 425;

const isRefused = (value: unknown): value is Refused =>
  typeof value === "object" && value !== null && "refused" in value && !Array.isArray(value);

function fail(what: string, ...details: readonly unknown[]): never {
  throw new Error([what, ...details.map((detail) => JSON.stringify(detail, undefined, 1))].join("\n"));
}

/** That a failure is one of ours, and says what it must. */
function checkError(error: unknown, operationIds: readonly string[]): OmniaError {
  if (!isOmniaError(error))
    throw new Error(`It failed with ${String(error)}, which is no OmniaError.`, { cause: error });
  const { code, operationId = "", attempts = 0, statusCode = 0, url = "" } = error;
  if (!operationIds.includes(operationId)) fail(`${code}: its operationId is not one of`, operationIds, operationId);
  if (!(attempts >= 0 && attempts <= 3)) fail(`${code}: its attempts are not 0 to 3`, attempts);
  if (!URL.canParse(url)) fail(`${code}: its url is none`, url);
  const isRetryable = isAnswer(error) ? false : (troubles[code] ?? passingStatuses.includes(statusCode));
  if (error.isRetryable !== isRetryable) fail(`${code} ${statusCode}: isRetryable is not ${isRetryable}`);
  if (code === "aborted" && error.name !== "AbortError") fail("An abort is not named AbortError", error.name);
  return error;
}

/** Whether `error` says that nothing was done. */
function saysNotDone(error: OmniaError): boolean {
  const { code, statusCode = 0, mayBeDone } = error;
  // An earlier try may have done it; the last one alone was refused.
  if (mayBeDone === true) return false;
  return answers.has(code) || ["rate-limited", "unauthorized"].includes(code) || statusCode === 503;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** Without what a write that is sent twice changes twice. */
const timeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === "changedTime" ? undefined : one)));

/**
 * A read gives what one of the states holds, exactly, or fails as it may.
 *
 * @param states before the read and, where a write ran beside it, after
 */
export function checkRead(input: ReadInput, outcome: PromiseSettledResult<unknown>, states: readonly Stored[]): void {
  const { expected, operationIds } = reads[input.kind];
  const comparable = states.length > 1 ? timeless : plain;
  const allowed = states.map((stored) => comparable(expected(stored, input)));
  if (outcome.status === "rejected") {
    const error = checkError(outcome.reason, operationIds);
    const isExpected = allowed.some((one) => isRefused(one) && one.refused === error.code);
    if (isAnswer(error) && !isExpected) fail(`The read was refused (${error.message}), and should give`, allowed);
    return;
  }
  const given = comparable(outcome.value);
  if (!allowed.some((one) => isDeepStrictEqual(one, given)))
    fail("The read gave, and not what is stored", given, allowed);
}

/**
 * A write has done what it reports, and nothing else.
 *
 * @param requests how many it took
 */
export function checkWrite(
  input: WriteInput,
  outcome: PromiseSettledResult<unknown>,
  before: Stored,
  after: Stored,
  requests: number,
): void {
  const { apply, operationId, isGoneDone } = writes[input.kind];
  const known = new Set(before.series.keys());
  const model = apply(before, input);
  const [was, is] = [before, after].map((stored) => describeStored(stored, known));
  const done = isRefused(model) ? undefined : describeStored(model, known);
  if (outcome.status === "fulfilled") {
    const isGone = isGoneDone === true && requests > 1;
    if (isRefused(model) && !isGone) fail("The write succeeded, and should be refused", model);
    if (is !== (done ?? was)) fail("The write succeeded, and the store does not hold what it should", is, done);
    return;
  }
  const error = checkError(outcome.reason, [operationId]);
  if (is !== was && is !== done) fail("The write failed, and was done in part or twice", is, was, done);
  if (saysNotDone(error) && is !== was) fail(`The write was done, and says that it was not: ${error.message}`);
  const isExpected = isRefused(model) && model.refused === error.code;
  if (isAnswer(error) && !isExpected) fail(`The write was refused (${error.message}), and should not be`, model);
}
