import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Root of the workspace, with a slash at the end. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** A block of TypeScript in a page. */
export interface Block {
  /** Path of the page from the root, such as `docs/reading.md`. */
  readonly page: string;
  /** Line of the page that the code begins at, from 1. */
  readonly line: number;
  readonly code: string;
  /** Why it is compiled and not run here; undefined where it is run. */
  readonly notRun: string | undefined;
  /** What its lines that end in `// → …` say they print, in their order. */
  readonly prints: readonly string[];
}

/** Every page that people read: paths from the root. */
export function listPages(): string[] {
  return ["*.md", "docs/**/*.md", "packages/*/README.md", "examples/{,*/}README.md"]
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
}

/** The text of a page. */
export const readPage = (page: string): string => readFileSync(root + page, "utf8");

/**
 * Finds all blocks that begin with three backticks and `ts`. A comment `<!-- not run: why -->` before a block, or a
 * word behind `ts`, which names the runner that another test gives it to, keep it from being run.
 */
export function listBlocks(): Block[] {
  return listPages().flatMap((page) => {
    const text = readPage(page);
    const fences = text.matchAll(
      /(?:<!-- not run: (?<reason>[^\n]*?) -->\n+)?^```ts(?: (?<runner>\w+))?\n(?<code>.*?)^```$/gms,
    );
    return [...fences].map(({ 0: match, index, groups }) => {
      const { reason, runner, code = "" } = groups!;
      const line = text.slice(0, index + match.lastIndexOf(code)).split("\n").length;
      const notRun = runner === undefined ? reason : `by ${runner}`;
      return { page, line, code, notRun, prints: [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, printed]) => printed!) };
    });
  });
}
