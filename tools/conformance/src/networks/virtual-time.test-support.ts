import { setImmediate } from "node:timers/promises";
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import { vi } from "vitest";

type Method = (parameters: object) => Promise<unknown> | { all(limits: object): Promise<unknown> };

/** Parts of a client are loaded with their first call, in real time: it is over before time stands still. */
async function loadClient(): Promise<void> {
  const credential = accessToken(() => "token");
  const fetch = async (): Promise<Response> => new Response(null, { status: 404 });
  const {
    now: _now,
    pace: _pace,
    rest,
    ...methods
  } = createTimeseriesClient({ environment: "test", credential, fetch });
  const calls = Object.values(methods as unknown as Record<string, Method>).map(async (method) => {
    const answer = method({});
    await ("all" in answer ? answer.all({}) : answer);
  });
  await Promise.allSettled([...calls, rest.GET("/")]);
}
await loadClient();

/** Turns of the event loop after which everything in process that waits for no timer has come to its end. */
const turns = 8;

/** Timers and `Date` stand still from here on, and move by {@link settle} alone. `vi.useRealTimers()` ends it. */
export function stopTime(nowMs: number): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: nowMs });
}

/** Lets everything run that waits for no timer. */
export async function drain(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
}

/**
 * What becomes of `promise`: whoever sleeps is woken in the order of the times, and nothing really waits.
 *
 * @throws Error where nothing is left that could settle it
 */
export async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  let outcome: PromiseSettledResult<T> | undefined;
  promise.then(
    (value) => (outcome = { status: "fulfilled", value }),
    (reason: unknown) => (outcome = { status: "rejected", reason }),
  );
  for (;;) {
    await drain();
    if (outcome !== undefined) return outcome;
    if (vi.getTimerCount() === 0) throw new Error("It hangs: it has not settled, and no timer is left to wake it.");
    vi.advanceTimersToNextTimer();
  }
}

/** Lets time pass, and whoever wakes in it do what it does then. */
export async function pass(ms: number): Promise<void> {
  const end = Date.now() + ms;
  const wake = setTimeout(() => {}, ms);
  while (Date.now() < end) {
    vi.advanceTimersToNextTimer();
    await drain();
  }
  clearTimeout(wake);
}
