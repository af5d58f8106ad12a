import { vi } from "vitest";

/**
 * Runs something whose pauses end at once: those of `setTimeout`, as between the tries of `@azure/identity`. A clock
 * that a test has stopped already (`Date` and `setTimeout`) moves on by what is waited for.
 */
export async function withoutWaits<T>(run: () => Promise<T>): Promise<T> {
  const isOwn = !vi.isFakeTimers();
  if (isOwn) vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const state = { isDone: false };
    const result = run().finally(() => {
      state.isDone = true;
    });
    result.catch(() => {});
    while (!state.isDone) {
      // Sockets need real time; then there may be a pause to end.
      await new Promise((resolve) => setImmediate(resolve));
      if (vi.getTimerCount() > 0) await vi.runOnlyPendingTimersAsync();
    }
    return await result;
  } finally {
    if (isOwn) vi.useRealTimers();
  }
}
