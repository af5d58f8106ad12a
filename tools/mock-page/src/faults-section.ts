import { controlApi } from "./control-api.ts";
import type { Fault, Faults } from "./control-api.ts";
import { element } from "./element.ts";
import { formatFault } from "./format.ts";
import { part } from "./part.ts";
import { report } from "./report.ts";

/** What goes wrong most often; everything else is in `POST /__mock/faults`. */
const kinds: readonly (readonly [string, Fault])[] = [
  ["503, Retry-After 1 s", { statusCode: 503, retryAfterSeconds: 1 }],
  ["429, Retry-After 1 s", { statusCode: 429, retryAfterSeconds: 1 }],
  ["500", { statusCode: 500 }],
  ["5 s late", { latencyMs: 5000 }],
  ["Connection reset", { reset: "before-headers" }],
  ["Reset in the body", { reset: "after-headers" }],
  ["Truncated body", { body: "truncated" }],
  ["Corrupt body", { body: "corrupt" }],
  ["Expired token", { token: "expired" }],
];

/** @returns to be called with what waits, whenever it may have changed */
export function createFaultsSection(): (faults: Faults) => void {
  const times = part("fault-times", HTMLInputElement);
  const operation = part("fault-operation", HTMLInputElement);
  const list = part("faults-list");
  let shown = "";

  const show = (faults: Faults): void => {
    const { next, schedule } = faults;
    // A list that is written anew is read aloud anew.
    if (JSON.stringify(faults) === shown) return;
    shown = JSON.stringify(faults);
    const lines = next.map(
      ({ operationId, api, times: left = 1, ...fault }) =>
        `${left} × ${formatFault(fault)} · ${operationId ?? "any operation"}${api === undefined ? "" : ` of ${api}`}`,
    );
    if (schedule !== undefined) {
      const rate = schedule.rate === undefined ? "" : ` with ${Math.round(schedule.rate * 100)} % of the requests`;
      lines.push(`By chance, seed ${schedule.seed}${rate}`);
    }
    list.replaceChildren(
      ...(lines.length === 0 ? ["Nothing goes wrong."] : lines).map((line) => element("li", {}, line)),
    );
    part("faults-clear", HTMLButtonElement).disabled = lines.length === 0;
  };
  const act = (action: () => Promise<Faults>): void => void report("faults", async () => show(await action()));

  const add = (fault: Fault): void => {
    const operationId = operation.value.trim();
    const body = { ...fault, times: Number(times.value), ...(operationId === "" ? {} : { operationId }) };
    act(() => controlApi("post", "/faults", { body }));
  };
  part("fault-kinds").append(
    ...kinds.map(([name, fault]) => element("button", { type: "button", click: () => add(fault) }, name)),
  );
  part("schedule", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const seed = part("schedule-seed", HTMLInputElement).valueAsNumber;
    const rate = part("schedule-rate", HTMLInputElement).valueAsNumber / 100;
    act(() => controlApi("put", "/faults/schedule", { body: { seed, rate } }));
  });
  part("faults-clear").addEventListener("click", () => act(() => controlApi("delete", "/faults", {})));
  return show;
}
