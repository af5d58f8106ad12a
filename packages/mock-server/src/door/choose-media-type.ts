/**
 * The media type to answer in: the first of the most wanted ones that there is, or JSON.
 *
 * @param accept the `Accept` header; RFC 9110, 12.5.1
 */
export function chooseMediaType(accept: string | null, available: readonly string[]): string {
  const wanted = (accept ?? "")
    .split(",")
    .map((entry) => {
      const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
      return { type, q: Number(q) };
    })
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q);
  const found = wanted.find(({ type }) => available.includes(type) || type === "*/*" || type === "application/*");
  return found !== undefined && available.includes(found.type) ? found.type : "application/json";
}
