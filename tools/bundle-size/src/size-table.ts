import type { Bundle } from "./bundles.ts";
import type { BundleSize } from "./measure.ts";

/** Bytes as kB of 1000 bytes. */
export function formatKb(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** A Markdown table, aligned as the formatter of this repository does it. */
export function formatSizes(bundles: readonly Bundle[], sizes: Readonly<Record<string, BundleSize>>): string {
  const rows = [
    ["import", "kB at start", "kB in all"],
    ...bundles.map(({ name }) => {
      const { startBytes, allBytes } = sizes[name]!;
      return [name, formatKb(startBytes), formatKb(allBytes)];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [head, ...body] = rows.map((row) =>
    line(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))),
  );
  const rule = line(widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
  return [head, rule, ...body].join("\n");
}
