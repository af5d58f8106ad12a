/** Whether `text` fits `pattern`, in which `*` stands for any number of characters. Case does not matter. */
export function matchesWildcard(pattern: string, text: string | null | undefined): boolean {
  if (text === null || text === undefined) return false;
  const [head = "", ...rest] = pattern.toLowerCase().split("*");
  const subject = text.toLowerCase();
  const tail = rest.pop();
  if (tail === undefined) return subject === head;
  if (!subject.startsWith(head)) return false;
  // The leftmost place of each part leaves the most room for the others.
  let at = head.length;
  for (const part of rest) {
    const found = subject.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return subject.length - tail.length >= at && subject.endsWith(tail);
}
