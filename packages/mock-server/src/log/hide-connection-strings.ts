/** As the door reads names of properties, in any case, and as somebody may misspell it. */
const isSecretName = (name: string): boolean => name.toLowerCase().replaceAll(/[^a-z]/g, "") === "connectionstring";

/** What looks like a connection string, or a part of it, stands in the wrong place: `SharedAccessKey=…`, `sig=…`. */
const secretText = /(key|sig|signature|secret|password)\s*=/i;

function hide(value: unknown): unknown {
  if (typeof value === "string") return secretText.test(value) ? "hidden" : value;
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isSecretName(name) ? "hidden" : hide(inner)]),
  );
}

/**
 * A JSON text with `hidden` in the place of each connection string, and otherwise as it was.
 *
 * @returns undefined for a text that is not JSON, or has a secret as the name of a property: what is secret in it cannot be told
 */
export function hideConnectionStrings(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const hidden = JSON.stringify(hide(value));
  if (secretText.test(hidden)) return undefined;
  // A property that is there twice, or is written with escapes, stands in the text alone.
  const isPlain = !secretText.test(text) && !/connectionstring/i.test(text) && !text.includes(String.raw`\u`);
  return isPlain && hidden === JSON.stringify(value) ? text : hidden;
}
