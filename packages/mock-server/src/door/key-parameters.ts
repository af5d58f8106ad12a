/**
 * The parameters of the query that carry a key of the API Management. The Python SDK sends none, other callers do.
 * Source: EVIDENCE.md; `sub` is the name on Timeseries and IMS Subscriptions.
 */
export const keyParameters: readonly string[] = ["subscription-key", "sub"];

/** Whether a query may have one of the keys, perhaps written as `%73ub`. */
const mayHaveKeys = /\?.*(?:sub|%)/is;

/** The URL with a mark in the place of each key. */
export function hideKeys(url: string): string {
  if (!mayHaveKeys.test(url)) return url;
  const parsed = new URL(url);
  const { searchParams } = parsed;
  const secret = [...searchParams.keys()].filter((name) => keyParameters.includes(name.toLowerCase()));
  if (secret.length === 0) return url;
  for (const name of secret) searchParams.set(name, "hidden");
  return parsed.href;
}
