import type { Clock } from "../clock.ts";
import { Refusal } from "../refusal.ts";
import { breakBody } from "./break-body.ts";
import { ConnectionReset } from "./connection-reset.ts";
import type { Fault } from "./fault.ts";

/** What is thrown in the place of an answer, if anything. */
function createFailure({ statusCode, retryAfterSeconds, reset }: Fault): Error | undefined {
  if (statusCode !== undefined) {
    const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
    return new Refusal(statusCode, "A fault that the mock server was told to make.", headers);
  }
  return reset === "before-headers" ? new ConnectionReset() : undefined;
}

function refuseToken(state: NonNullable<Fault["token"]>): Refusal {
  const message = state === "expired" ? "Unauthorized. The token has expired." : "Unauthorized. The token was revoked.";
  return new Refusal(401, message, {
    "www-authenticate": `Bearer error="invalid_token", error_description="${message}"`,
  });
}

/**
 * The answer to one request as the fault leaves it.
 *
 * @param signal the request's, which ends a wait
 * @param work does the operation
 * @throws Refusal for a status, ConnectionReset
 */
export async function meetFault(
  fault: Fault,
  clock: Clock,
  signal: AbortSignal,
  work: () => Promise<Response>,
): Promise<Response> {
  const { clockJump, latencyMs, token, isDone = false } = fault;
  if (clockJump !== undefined) clock.advance(clockJump);
  if (latencyMs !== undefined) await clock.sleep(latencyMs, signal);
  if (token !== undefined) throw refuseToken(token);
  const failure = createFailure(fault);
  if (failure === undefined) return breakBody(await work(), fault, clock.sleep);
  // Whatever becomes of it: the caller does not learn it.
  if (isDone) await work().catch(() => undefined);
  throw failure;
}
