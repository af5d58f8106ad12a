import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockData } from "./lock-data.ts";

let folder = "";
let path = "";
let lock = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-data-"));
  path = join(folder, "mock.json");
  lock = `${path}.lock`;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The id of a process that has ended. */
function findEndedPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("lockData", () => {
  test("names the process until the file is let go; then another one can have it", () => {
    const unlock = lockData(path);
    expect(JSON.parse(readFileSync(lock, "utf8"))).toEqual({ pid: process.pid, host: hostname() });
    unlock();
    expect(existsSync(lock)).toBe(false);
    const again = lockData(path);
    // The first one has nothing to let go any more.
    unlock();
    expect(existsSync(lock)).toBe(true);
    again();
  });

  test("a second one is refused, by whatever path it comes", () => {
    const unlock = lockData(path);
    for (const same of [path, relative(process.cwd(), path)]) {
      const take = () => lockData(same);
      expect(take).toThrow(expect.objectContaining({ code: "conflict" }));
      expect(take).toThrow(`${same}: A mock server with the process id ${process.pid} on ${hostname()} has this data`);
    }
    unlock();
  });

  test.each([
    ["a process that runs", () => ({ pid: process.ppid, host: hostname() }), "process id"],
    ["another machine", () => ({ pid: findEndedPid(), host: `not-${hostname()}` }), "process id"],
    ["nobody who could be asked", () => ({}), "Another mock server has this data file open"],
  ])("the lock of %s holds", (_, owner, message) => {
    const text = JSON.stringify(owner());
    writeFileSync(lock, text);
    expect(() => lockData(path)).toThrow(message);
    expect(() => lockData(path)).toThrow(`delete ${lock}.`);
    expect(readFileSync(lock, "utf8")).toBe(text);
  });

  test.each([
    ["a process that has ended", findEndedPid],
    ["a process before this one, with the same id", () => process.pid],
  ])("the lock of %s is taken over", (_, pid) => {
    writeFileSync(lock, JSON.stringify({ pid: pid(), host: hostname() }));
    const unlock = lockData(path);
    expect(JSON.parse(readFileSync(lock, "utf8"))).toEqual({ pid: process.pid, host: hostname() });
    unlock();
  });

  test("a folder that is not there is told", () => {
    const take = () => lockData(join(folder, "no", "mock.json"));
    expect(take).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(take).toThrow("the data file cannot be locked: ENOENT");
  });
});
