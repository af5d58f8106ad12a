/** Sources that this machine does not have, as against those that are there and failed. */
const absent = /could not be found|couldn't be found|is unavailable|not available|unreachable|Unable to execute/i;

function rank(text: string): number {
  if (text.includes("AADSTS")) return 0;
  return absent.test(text) ? 2 : 1;
}

/**
 * What each source of default credentials said, one line each: first what was refused, then what else failed, then
 * in a sentence what is not there.
 *
 * @param explain a text of `@azure/identity` in words of ours
 */
export function explainChain(texts: readonly string[], explain: (text: string) => string): string {
  const lines = texts
    .map((text) => ({ rank: rank(text), said: explain(text) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map((one) => `\n- ${one.rank === 2 ? one.said.replace(/(?<=\.) .*/s, "") : one.said}`);
  // A managed identity of a cluster reads the same file as a workload identity.
  return `no source had a token.${[...new Set(lines)].join("")}`;
}
