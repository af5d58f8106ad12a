import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { OmniaError } from "@omnia-timeseries/core";
import type { MockServer } from "../mock-server.ts";
import { encodeState } from "./encode-state.ts";

/** For nobody else to read: connection strings of destinations are in it. */
const newFileMode = 0o600;

/** The file that is written, and who may read it: those who may read the one that is there. */
function findTarget(path: string): { target: string; mode: number } {
  try {
    // Where the path is a link, it stays one.
    return { target: realpathSync(path), mode: statSync(path).mode & 0o777 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { target: path, mode: newFileMode };
    throw error;
  }
}

/** So that the new name of a file is on the disk, too. Windows does not open directories. */
function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  const directory = openSync(path, "r");
  fsyncSync(directory);
  closeSync(directory);
}

/**
 * Writes what is in a server and its clock into a data file: into a temporary file beside it, which then takes its
 * name. So the file is the old one or the new one, whole, whatever happens meanwhile.
 *
 * @throws OmniaError `invalid-argument` when it cannot be written; what was there is as it was
 */
export function saveData(path: string, server: Pick<MockServer, "state">): void {
  let temporary: string | undefined;
  try {
    const { target, mode } = findTarget(path);
    const text = encodeState(server.state());
    temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, text, { mode, flush: true });
    renameSync(temporary, target);
    syncDirectory(dirname(target));
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    const why = (error as Error).message;
    const advice = "What was there is as it was. The folder must be one where files can be made and renamed.";
    throw new OmniaError("invalid-argument", `${path}: the data file cannot be written: ${why}. ${advice}`, {
      cause: error,
    });
  }
}
