export interface Report {
  /** Everything that was found, so that one run tells all of it. */
  readonly problems: readonly string[];
  /** Does the work, says how it went, and keeps what it found or threw. True when nothing was wrong. */
  check(title: string, work: () => readonly string[] | void | Promise<readonly string[] | void>): Promise<boolean>;
}

const textOf = (error: unknown): string =>
  error instanceof Error
    ? error.message + (error.cause === undefined ? "" : `\n${textOf(error.cause)}`)
    : String(error);

export function createReport(write: (line: string) => void): Report {
  const problems: string[] = [];
  return {
    problems,
    async check(title, work) {
      const startedAt = performance.now();
      let found: readonly string[];
      try {
        found = (await work()) ?? [];
      } catch (error) {
        found = [textOf(error)];
      }
      problems.push(...found.map((text) => `${title}: ${text}`));
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      write(`${found.length === 0 ? "ok  " : "FAIL"} ${title} (${seconds} s)`);
      return found.length === 0;
    },
  };
}
