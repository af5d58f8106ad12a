/**
 * Puts `content` between `<!-- name: … -->` and `<!-- /name -->` of a Markdown text.
 *
 * @throws Error when the text has no such marks, each once
 */
export function replaceRegion(markdown: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name}:[^>]*-->\n).*?(<!-- /${name} -->)`, "s");
  if (markdown.split(marks).length !== 4) {
    throw new Error(`The text needs the marks <!-- ${name}: … --> and <!-- /${name} -->, once, on lines of their own.`);
  }
  return markdown.replace(marks, (_, begin: string, end: string) => `${begin}\n${content}\n\n${end}`);
}
