import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { OmniaError } from "@omnia-timeseries/core";

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/** The locks of this process. */
const held = new Set<string>();

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** The owner, or what is in the lock in place of one; undefined where the lock has gone. */
function readLock(lock: string): Partial<Owner> | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as Partial<Owner>;
  } catch (error) {
    return hasCode(error, "ENOENT") ? undefined : {};
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}

/** Of a process on another machine, or in another container, nothing can be known. */
function isLeft({ pid, host }: Partial<Owner>, lock: string): boolean {
  if (pid === undefined || host !== hostname()) return false;
  // In a container the next process may have the id of the last one.
  return pid === process.pid ? !held.has(lock) : !isRunning(pid);
}

/**
 * Keeps a data file for this process: a file `<path>.lock` beside it names the process. The lock of a process of this
 * machine that has ended is taken over.
 *
 * @returns lets the file go; again is fine
 * @throws OmniaError `conflict` when another one has it, `invalid-argument` when the lock cannot be written
 */
export function lockData(path: string): () => void {
  const lock = `${resolve(path)}.lock`;
  const owner: Owner = { pid: process.pid, host: hostname() };
  while (!held.has(lock)) {
    try {
      writeFileSync(lock, JSON.stringify(owner), { flag: "wx" });
      held.add(lock);
      let isOurs = true;
      return () => {
        if (!isOurs) return;
        isOurs = false;
        held.delete(lock);
        rmSync(lock, { force: true });
      };
    } catch (error) {
      if (!hasCode(error, "EEXIST")) {
        const why = (error as Error).message;
        throw new OmniaError("invalid-argument", `${path}: the data file cannot be locked: ${why}.`, { cause: error });
      }
    }
    const found = readLock(lock);
    if (found === undefined) continue;
    if (!isLeft(found, lock)) throw refuse(path, lock, found);
    rmSync(lock, { force: true });
  }
  throw refuse(path, lock, owner);
}

function refuse(path: string, lock: string, { pid, host }: Partial<Owner>): OmniaError {
  const who = pid === undefined ? "Another mock server" : `A mock server with the process id ${pid} on ${host}`;
  const advice = `Stop it, or take another file; if it runs no more, delete ${lock}.`;
  return new OmniaError("conflict", `${path}: ${who} has this data file open. ${advice}`);
}
