import type { Clock } from "../clock.ts";
import { createNetworkError } from "./connection-reset.ts";
import type { Fault } from "./fault.ts";

const dribbles = 20;
const dribblePauseMs = 10;
const settleMs = 20;
/** Not UTF-8, so no JSON; as a tag of Protobuf too long to be one. */
const nonsense = 0xff;

/** The pieces of a body that goes wrong, and an error where the connection breaks. */
async function* breakBytes(
  bytes: Uint8Array<ArrayBuffer>,
  { reset, body }: Fault,
  sleep: (ms: number) => Promise<void>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const middle = bytes.length >> 1;
  const whole = body === "corrupt" ? bytes.slice().fill(nonsense, middle) : bytes;
  const sent = reset === "after-headers" || body === "truncated" ? whole.subarray(0, middle) : whole;
  const step = body === "dribbled" ? Math.max(1, Math.ceil(sent.length / dribbles)) : Math.max(1, sent.length);
  for (let from = 0; from < sent.length; from += step) {
    if (body === "dribbled" && from > 0) await sleep(dribblePauseMs);
    yield sent.slice(from, from + step);
  }
  if (reset === "after-headers") {
    // Who sends over a socket waits a moment for the end of a short body before it sends the headers.
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    throw createNetworkError("terminated");
  }
}

const brokenOff = new WeakSet<Response>();

/** Whether the connection breaks in the middle of the body: whoever serves over a socket makes it so. */
export function isBrokenOff(response: Response): boolean {
  return brokenOff.has(response);
}

/** The answer with its body as the fault leaves it. The body is read first, so that its middle is known. */
export async function breakBody(response: Response, fault: Fault, sleep: Clock["sleep"]): Promise<Response> {
  if (fault.body === undefined && fault.reset !== "after-headers") return response;
  const stop = new AbortController();
  const pieces = breakBytes(new Uint8Array(await response.arrayBuffer()), fault, (ms) => sleep(ms, stop.signal));
  const headers = new Headers(response.headers);
  // What is cut off ends where it ends: with its length told it would be a broken connection.
  headers.delete("content-length");
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      // A frozen clock would hold who waits for the next piece.
      cancel: (reason) => stop.abort(reason),
    },
    { highWaterMark: 0 },
  );
  const broken = new Response(body, { status: response.status, headers });
  if (fault.reset === "after-headers") brokenOff.add(broken);
  return broken;
}
