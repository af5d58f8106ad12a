import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { readReleased } from "./last-release.ts";

const programs = fileURLToPath(new URL("../node_modules/.bin", import.meta.url));

interface Command {
  readonly program: "buf" | "redocly";
  readonly args: readonly string[];
  /** Whether what it said is of two documents that it could read: it ends with the same code when it could not. */
  readonly isComparison: (said: string) => boolean;
}

function toCommand(root: string, file: string, released: string): Command {
  if (file.endsWith(".proto")) {
    const args = ["breaking", `${root}/specs`, "--against", `${released}/specs`, "--error-format", "msvs"];
    return { program: "buf", args, isComparison: (said) => !/^$| : error COMPILE : /m.test(said.trim()) };
  }
  const args = ["diff", `${released}/${file}`, `${root}/${file}`, "--fail-on", "major"];
  return { program: "redocly", args, isComparison: (said) => /^\d+ major, /m.test(said) };
}

/**
 * What a user of the released document would stumble over, as buf or redocly say it.
 *
 * @returns undefined where nothing breaks, or where the document was not in that release
 * @throws Error when the documents cannot be compared
 */
export function findBreaks(root: string, tag: string, file: string): string | undefined {
  const text = readReleased(root, tag, file);
  if (text === undefined) return undefined;
  const released = mkdtempSync(`${tmpdir()}/released-`);
  try {
    mkdirSync(`${released}/${dirname(file)}`, { recursive: true });
    writeFileSync(`${released}/${file}`, text);
    writeFileSync(`${released}/specs/buf.yaml`, readReleased(root, tag, "specs/buf.yaml") ?? "version: v2\n");
    const { program, args, isComparison } = toCommand(root, file, released);
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
    // Where the root's rules for lint are not: they have no say in this.
    const options = { cwd: released, encoding: "utf8", env } as const;
    const { status, stdout, stderr } = spawnSync(`${programs}/${program}`, args, options);
    if (status === 0) return undefined;
    if (!isComparison(stdout)) throw new Error(`${program} cannot compare ${file} with ${tag}:\n${stdout}${stderr}`);
    return stdout.trim();
  } finally {
    rmSync(released, { recursive: true, force: true });
  }
}
