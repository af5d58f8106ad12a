import type { Entry } from "./list-entries.ts";

const isExported = (declaration: string): boolean => /^export /m.test(declaration);
const isImport = (declaration: string): boolean => /^(import |\/\/\/ )/.test(declaration);
/** Generated types of the wire, which the APIs' documents say already; exported ones stay. */
const isWireType = (declaration: string): boolean =>
  /^interface (paths|components|operations)(_\d+)? \{/.test(declaration);
/** What it says, whether it is exported or not. */
const toContent = (declaration: string): string => declaration.replace(/^export /m, "");

/**
 * The report of a package: a section an entry. What an entry does not export itself stands in it only when no other
 * entry exports it, and no section before has it.
 *
 * @param declarations of each entry, in their order
 */
export function formatReport(
  name: string,
  entries: readonly Entry[],
  declarations: readonly (readonly string[])[],
): string {
  const told = new Set(declarations.flat().filter(isExported).map(toContent));
  const sections = entries.map(({ specifier }, i) => {
    const shown = declarations[i]!.filter((declaration) => {
      if (isExported(declaration) || isImport(declaration)) return true;
      const isNew = !isWireType(declaration) && !told.has(declaration);
      told.add(declaration);
      return isNew;
    });
    return `## \`${specifier}\`\n\n\`\`\`ts\n${shown.join("\n\n")}\n\`\`\`\n`;
  });
  const head = `# The API of ${name}\n\nWritten by \`pnpm api\`; do not edit. What is not exported is seen through something that is. Types of the wire that no entry exports are in \`specs/\`.\n`;
  return [head, ...sections].join("\n");
}
