import type { BundleFile, Imports } from "./bundle.ts";
import { filesAtStart } from "./measure.ts";
import { parts } from "./parts.ts";

/** Whether one of these imports is among those. */
function overlap(imports: Imports, others: Imports): boolean {
  return Object.entries(imports).some(([specifier, names]) => {
    const wanted = others[specifier];
    return wanted !== undefined && (names === "*" || wanted === "*" || names.some((name) => wanted.includes(name)));
  });
}

/** What a bundle has that nothing of its imports asks for: a line each that says what, where, why and what to do. */
export function findBleeding(imports: Imports, files: readonly BundleFile[]): string[] {
  const atStart = filesAtStart(files);
  const ownNames = new Set(files.map(({ name }) => name));
  const contents = files.flatMap((file) => {
    const isAtStart = atStart.has(file);
    return [
      ...[...Object.keys(file.modules), ...file.imports].map((name) => ({ name, isAtStart })),
      ...file.dynamicImports.map((name) => ({ name, isAtStart: false })),
    ];
  });
  return contents
    .filter(({ name }) => !ownNames.has(name))
    .flatMap(({ name, isAtStart }) =>
      parts
        .filter(({ startsWith }) => name.startsWith(startsWith))
        .filter(({ atStart, later }) => !overlap(imports, isAtStart ? atStart : later))
        .map(
          ({ why }) =>
            `${name} is loaded ${isAtStart ? "at start" : "later"}, and nothing that is imported asks for it. ${why} ` +
            "Find the import that brings it, or say in tools/bundle-size/src/parts.ts who may have it.",
        ),
    );
}
