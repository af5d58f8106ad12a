const width = 30;

export interface Progress {
  update(done: number, total: number | undefined): void;
  /** Replaces the bar by a line that stays. */
  finish(line: string): void;
}

/** A bar on a terminal; into a file or a pipe only the last line is written. */
export function createProgress(label: string, output: NodeJS.WriteStream): Progress {
  return {
    update(done, total) {
      if (!output.isTTY) return;
      const part = Math.min(1, done / Math.max(1, total ?? done));
      const filled = Math.round(part * width);
      output.write(`\r${label} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${Math.round(part * 100)} %`);
    },
    finish(line) {
      output.write(`${output.isTTY ? "\r\x1b[2K" : ""}${label} ${line}\n`);
    },
  };
}
