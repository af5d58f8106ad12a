const mostLines = 20;

/** What is in `to` and not in `from`, as often as it is there more. */
function listMore(from: readonly string[], to: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of from) left.set(line, (left.get(line) ?? 0) + 1);
  return to.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** The lines that went and those that came, as many as one likes to read; empty where the texts are the same. */
export function describeDifference(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const lines = [...listMore(now, old).map((line) => `- ${line}`), ...listMore(old, now).map((line) => `+ ${line}`)];
  if (lines.length === 0 && before !== after) return "  the same lines in another order";
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`  and ${more} lines more`] : [])].join("\n");
}
