/**
 * A list that is one stop of the Tab key: the arrows, Home and End go from item to item.
 * @param selector what the items are
 * @returns to be called when the items have changed: keeps one of them in the order of Tab
 */
export function createRovingFocus(list: HTMLElement, selector: string): () => void {
  const items = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(selector)];
  const keepOne = (chosen: HTMLElement | undefined): void => {
    for (const item of items()) item.tabIndex = item === chosen ? 0 : -1;
  };
  list.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = at < 0 || to === undefined ? undefined : all[to];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener("focusin", ({ target }) => {
    const item = (target as HTMLElement).closest<HTMLElement>(selector);
    if (item !== null) keepOne(item);
  });
  return () => keepOne(items().find((item) => item.tabIndex === 0) ?? items()[0]);
}
