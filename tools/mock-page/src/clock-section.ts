import { controlApi } from "./control-api.ts";
import type { Clock } from "./control-api.ts";
import { formatOffset, formatTime } from "./format.ts";
import { part } from "./part.ts";
import { report } from "./report.ts";

type ClockChange = { readonly advance: number | string } | { readonly frozen: boolean };

/**
 * The clock, and what concerns the server as a whole.
 * @param onReset is called after the server was reset
 * @returns to be called with the time, whenever it may have changed
 */
export function createClockSection(onReset: () => void): (clock: Clock) => void {
  const freeze = part("freeze", HTMLButtonElement);
  const by = part("move-by", HTMLInputElement);
  const dialog = part("reset-dialog", HTMLDialogElement);
  let isFrozen = false;

  const show = (clock: Clock): void => {
    isFrozen = clock.isFrozen;
    part("now").textContent = `${formatTime(clock.now).slice(0, 19)} UTC`;
    part("now").setAttribute("datetime", clock.now);
    const state = part("clock-state");
    state.textContent = `${isFrozen ? "frozen, " : ""}${formatOffset(clock.offsetMs)}`;
    state.className = isFrozen ? "chip warn" : "chip";
    freeze.textContent = isFrozen ? "Let go on" : "Freeze";
  };
  const change = (body: ClockChange): void =>
    void report("clock", async () => show(await controlApi("post", "/clock", { body })));

  freeze.addEventListener("click", () => change({ frozen: !isFrozen }));
  for (const button of document.querySelectorAll<HTMLElement>("[data-advance]")) {
    button.addEventListener("click", () => change({ advance: button.dataset["advance"]! }));
  }
  part("move", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void report("clock", async () => {
      show(await controlApi("post", "/clock", { body: { advance: by.value.trim() } }));
      by.value = "";
    });
  });
  part("save").addEventListener("click", () => void report("clock", () => controlApi("post", "/save", {})));
  part("reset").addEventListener("click", () => {
    dialog.returnValue = "cancel";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "reset") return;
    void report("clock", async () => {
      await controlApi("post", "/reset", {});
      onReset();
    });
  });
  return show;
}
