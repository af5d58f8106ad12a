import { Unreachable } from "./control-api.ts";
import { part } from "./part.ts";

const everyMs = 1000;
const longestMs = 10_000;

/**
 * Does `tick` every second while the page can be seen. Where the server does not answer it says so and asks less and
 * less often, until it comes back.
 * @param onConnect is called before the first tick, and before the first after the server was gone
 */
export function follow(onConnect: () => Promise<void>, tick: () => Promise<void>): void {
  const connection = part("connection");
  let waitMs = everyMs;
  let isConnected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (state: string, text: string): void => {
    if (connection.textContent !== text) connection.textContent = text;
    connection.dataset["state"] = state;
  };
  const run = async (): Promise<void> => {
    timer = undefined;
    try {
      if (!isConnected) await onConnect();
      isConnected = true;
      await tick();
      waitMs = everyMs;
      say("following", "Following the server");
    } catch (error) {
      isConnected = false;
      waitMs = Math.min(waitMs * 2, longestMs);
      say("lost", error instanceof Unreachable ? "The server does not answer; asking again" : String(error));
    }
    next();
  };
  const next = (): void => {
    if (timer === undefined && !document.hidden) timer = setTimeout(() => void run(), waitMs);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      clearTimeout(timer);
      timer = undefined;
    } else next();
  });
  void run();
}
