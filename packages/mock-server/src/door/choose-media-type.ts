/**
 * The first of the most wanted media types that there is; `undefined` where none of the wanted ones is.
 *
 * @param accept the `Accept` header; RFC 9110, 12.5.1
 * @param available `application/json` among them
 */
export function chooseMediaType(accept: string | null, available: readonly string[]): string | undefined {
  if (accept === null || accept.trim() === "") return "application/json";
  const wanted = accept
    .split(",")
    .map((entry) => {
      const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
      return { type, q: Number(q) };
    })
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q);
  const found = wanted.find(({ type }) => available.includes(type) || type === "*/*" || type === "application/*");
  if (found === undefined) return undefined;
  return available.includes(found.type) ? found.type : "application/json";
}
