import type { components } from "../gen/mock-control-paths.ts";
import type { Faults, NextFault } from "../faults/faults.ts";
import type { ControlHandlers } from "./control-call.ts";

function describeFaults({ waiting, scheduled }: Faults): components["schemas"]["Faults"] {
  const next = [...waiting];
  if (scheduled === undefined) return { next };
  return { next, schedule: { ...scheduled, faults: [...scheduled.faults] } };
}

export const faultHandlers: Pick<ControlHandlers, "GetFaults" | "AddFault" | "ClearFaults" | "ScheduleFaults"> = {
  GetFaults: ({ server: { faults } }) => describeFaults(faults),
  AddFault({ server: { faults }, body }) {
    faults.next(body as NextFault);
    return describeFaults(faults);
  },
  ClearFaults({ server: { faults } }) {
    faults.clear();
    return describeFaults(faults);
  },
  ScheduleFaults({ server: { faults }, body }) {
    faults.schedule(body);
    return describeFaults(faults);
  },
};
