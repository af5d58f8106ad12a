import { part } from "./part.ts";

/** Shows what went wrong where it arose: in the element `<section>-error`. Empty text takes it away. */
export function showError(section: string, text: string): void {
  part(`${section}-error`).textContent = text;
}

/** Does something for a section, and shows its error there. */
export async function report(section: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
    showError(section, "");
  } catch (error) {
    showError(section, error instanceof Error ? error.message : String(error));
  }
}
