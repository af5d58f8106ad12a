import type { Clock } from "../clock.ts";
import { formatMs } from "../format-ms.ts";
import type { components } from "../gen/mock-control-paths.ts";
import type { ControlHandlers } from "./control-call.ts";

function describeClock({ now, offset, isFrozen }: Clock): components["schemas"]["Clock"] {
  return { now: formatMs(now()), offsetMs: offset, isFrozen };
}

export const clockHandlers: Pick<ControlHandlers, "GetClock" | "SetClock"> = {
  GetClock: ({ server: { clock } }) => describeClock(clock),
  SetClock({ server: { clock }, body: { advance, frozen } }) {
    // First what can be refused, so that nothing is half done.
    if (advance !== undefined) clock.advance(advance);
    if (frozen === true) clock.freeze();
    if (frozen === false) clock.resume();
    return describeClock(clock);
  },
};
