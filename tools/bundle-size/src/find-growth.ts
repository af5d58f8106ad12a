import type { Budget } from "./budgets.ts";
import type { BundleSize } from "./measure.ts";
import { formatKb } from "./size-table.ts";

/** What another zlib, or a line more, may change without notice. */
const toleranceBytes = 100;

/** How many modules a message names: the largest changes tell enough. */
const namedModules = 8;

/** The modules whose size before minifying is another than before, the largest growth first, such as `+1200 core/client.js`. */
export function changedModules(now: BundleSize, before: BundleSize | undefined): string[] {
  const names = new Set([...Object.keys(now.modules), ...Object.keys(before?.modules ?? {})]);
  return [...names]
    .map((name) => ({ name, growth: (now.modules[name] ?? 0) - (before?.modules[name] ?? 0) }))
    .filter(({ growth }) => growth !== 0)
    .toSorted((a, b) => b.growth - a.growth)
    .map(({ name, growth }) => `${growth > 0 ? "+" : ""}${growth} ${name}`);
}

function describeChange(now: BundleSize, before: BundleSize | undefined): string {
  const changed = changedModules(now, before);
  if (changed.length === 0) return "No module is larger than when sizes were last written.";
  const rest = changed.length > namedModules ? ` and ${changed.length - namedModules} more` : "";
  return `Since sizes were last written, in bytes before minifying: ${changed.slice(0, namedModules).join(", ")}${rest}.`;
}

/** What is wrong when a bundle is larger than its budget, or has none. */
export function findOverBudget(now: BundleSize, before: BundleSize | undefined, budget: Budget | undefined): string[] {
  if (budget === undefined)
    return ["It has no budget. Give it one, with the reason, in tools/bundle-size/src/budgets.ts."];
  const { startKb, allKb, reason } = budget;
  const limits = [
    ["at start", now.startBytes, startKb],
    ["in all", now.allBytes, allKb],
  ] as const;
  return limits
    .filter(([, bytes, kb]) => bytes > kb * 1000)
    .map(
      ([what, bytes, kb]) =>
        `It has ${(bytes / 1000).toFixed(2)} kB ${what}, ${bytes - kb * 1000} bytes over its budget of ${kb} kB: ${reason} ${describeChange(now, before)} ` +
        `Make it smaller; a higher budget in tools/bundle-size/src/budgets.ts needs a reason.`,
    );
}

/** What is wrong when a bundle is no longer as large as the READMEs say. */
export function findDrift(now: BundleSize, before: BundleSize | undefined): string[] {
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(toleranceBytes, b / 100);
  if (before && isSame(now.startBytes, before.startBytes) && isSame(now.allBytes, before.allBytes)) return [];
  const kb = ({ startBytes, allBytes }: BundleSize): string =>
    `${formatKb(startBytes)} kB at start, ${formatKb(allBytes)} in all`;
  return [
    `It has ${kb(now)}; ${before ? `the READMEs say ${kb(before)}` : "no README says so"}. ${describeChange(now, before)} ` +
      "When that is meant, run `pnpm sizes` and commit what it writes.",
  ];
}
