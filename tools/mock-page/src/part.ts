/**
 * An element of `page.html`.
 * @param type what it must be, such as `HTMLInputElement`
 * @throws Error if the page has no such element
 */
export function part<T extends HTMLElement = HTMLElement>(id: string, type?: new () => T): T {
  const found = document.querySelector<T>(`#${id}`);
  if (found === null || (type !== undefined && !(found instanceof type))) throw new Error(`page.html has no ${id}.`);
  return found;
}
