const opening = "<!-- sizes: written by `pnpm sizes` -->";
const closing = "<!-- /sizes -->";

/**
 * The page with this text between its two marks.
 *
 * @param name of the page, for the error
 * @throws Error when the marks are not there
 */
export function replaceRegion(page: string, text: string, name: string): string {
  const start = page.indexOf(opening);
  const end = page.indexOf(closing, start);
  if (start < 0 || end < 0) {
    throw new Error(
      `${name} has no place for the sizes. Put these two lines where they belong, each with an empty line around it:\n` +
        `${opening}\n${closing}`,
    );
  }
  return `${page.slice(0, start + opening.length)}\n\n${text}\n\n${page.slice(end)}`;
}
