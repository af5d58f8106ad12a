/**
 * Whether `text`, which is no valid JSON, looks like the beginning of a longer JSON object: nothing at all, or a
 * string, an array or an object is still open at its end. What stands inside them is not checked.
 */
export function isCut(text: string): boolean {
  if (/^\s*[^\s{]/.test(text)) return false;
  const closers: string[] = [];
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (inString) {
      if (character === "\\") i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") closers.push("}");
    else if (character === "[") closers.push("]");
    else if ((character === "}" || character === "]") && closers.pop() !== character) return false;
  }
  return inString || closers.length > 0 || text.trim() === "";
}
