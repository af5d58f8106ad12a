import { element } from "./element.ts";

/**
 * Puts a text on the clipboard. Pages that did not come by https or from this machine have no `navigator.clipboard`:
 * there the browser copies what is selected.
 * @throws Error if the browser does not let it
 */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const focused = document.activeElement;
  const field = element("textarea", { class: "hidden", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isCopied) throw new Error("The browser does not let this page copy.");
}
