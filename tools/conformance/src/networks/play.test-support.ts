import { getEventListeners } from "node:events";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { Fetch, TimeseriesClient, TokenCredential } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { vi } from "vitest";
import type { Plan, Step } from "./plan.test-support.ts";
import { beginStep, describeFailedStep, runStep } from "./step.test-support.ts";
import { pass, settle, stopTime } from "./virtual-time.test-support.ts";

const startMs = Date.UTC(2025, 0, 1);
const tokenLifeMs = 3_600_000;
/** The client asks for the next token this long before the end of the one it has. */
const refreshAheadMs = 300_000;
/** After this everything that was enqueued is stored. */
const enqueuedMs = 1100;
/** As long as a token and a body in pieces take, less than the first wait of a retry. */
const shortMs = 249;

interface CountingCredential extends TokenCredential {
  readonly asked: number;
  readonly open: number;
}

interface Parts {
  readonly server: MockServer;
  readonly client: TimeseriesClient;
  readonly credential: CountingCredential;
}

/** Gives a new token each time, after a while. */
function createCredential(now: () => number): CountingCredential {
  let asked = 0;
  let open = 0;
  return {
    get asked() {
      return asked;
    },
    get open() {
      return open;
    },
    async getToken() {
      const token = `token-${++asked}`;
      open++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      open--;
      return { token, expiresOnTimestamp: now() + tokenLifeMs };
    },
  };
}

async function playStep({ server, client, credential }: Parts, step: Step): Promise<void> {
  const { timeoutMs, abortAfterMs } = step;
  const controller = new AbortController();
  const { signal } = controller;
  const timer = abortAfterMs === undefined ? undefined : setTimeout(() => controller.abort("enough"), abortAfterMs);
  const check = beginStep(server, step);
  const outcomes = await runStep(step, client, { signal, timeoutMs }, settle);
  clearTimeout(timer);
  // In process the server goes on with a body in pieces, whoever still listens. A token is shared, and still comes.
  const isDribbling = check.requests().some(({ fault }) => fault?.body === "dribbled" || fault?.reset);
  if (isDribbling || credential.open > 0) await pass(shortMs);
  if (vi.getTimerCount() > 0) throw new Error(`${vi.getTimerCount()} timers are left behind.`);
  const listeners = getEventListeners(signal, "abort").length;
  if (listeners > 0) throw new Error(`${listeners} listeners are left on the signal.`);
  await pass(enqueuedMs);
  check.outcomes(outcomes);
}

function checkTokens(server: MockServer, credential: CountingCredential): void {
  if (credential.open > 0) throw new Error(`${credential.open} requests for tokens are left behind.`);
  const refused = server.requests.filter(({ statusCode }) => statusCode === 401).length;
  const expired = Math.ceil((server.clock.now() - startMs) / (tokenLifeMs - refreshAheadMs));
  const most = refused + expired + 1;
  if (credential.asked > most)
    throw new Error(`${credential.asked} tokens were asked for, and ${most} needed at most.`);
}

/**
 * Plays a plan in process, in no time, and checks every claim after every step.
 *
 * @param spoil makes the server's `fetch` one that lies, for those who want to see that it is found out
 * @throws Error with the step, what is wrong, and the log of the server, which names the seed
 */
export async function play(
  { format, series, schedule, limits, steps }: Plan,
  spoil: (fetch: Fetch) => Fetch = (fetch) => fetch,
): Promise<void> {
  stopTime(startMs);
  try {
    const server = createMockServer({ auth: "none", series });
    const { now } = server.clock;
    const credential = createCredential(now);
    const formatOfPlan = format === "json" ? json : protobuf;
    // The client's own way to wait: its timers stand still as all do.
    const own = { sleep: undefined, credential, format: formatOfPlan, limits, fetch: spoil(server.fetch) };
    const client = createTimeseriesClient({ ...server.clientOptions(), ...own });
    server.faults.schedule(schedule);
    for (const [i, step] of steps.entries()) {
      try {
        await playStep({ server, client, credential }, step);
        checkTokens(server, credential);
      } catch (error) {
        throw new Error(describeFailedStep(server, step, i, error), { cause: error });
      }
    }
  } finally {
    vi.useRealTimers();
  }
}
