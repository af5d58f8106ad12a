/** One word for a POSIX shell, whatever is in it; a shell's words hold no NUL. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
