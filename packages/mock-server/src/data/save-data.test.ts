import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMockServer } from "../mock-server.ts";
import { loadData } from "./load-data.ts";
import { saveData } from "./save-data.ts";

// Some start processes, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "save-data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const createServer = (name: string) => createMockServer({ series: [{ name, facility: "1219" }] });
const nameIn = async (path: string) => (await loadData(path))?.store.series[0]?.metadata.name;

/** A program that uses the built package. */
function start(code: string, prefix = "") {
  const entry = (file: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../dist", file)).href);
  const program = `
    import { createMockServer } from ${entry("index.js")};
    import { saveData } from ${entry("node.js")};
    ${code}`;
  const node = JSON.stringify(process.execPath);
  return spawn("/bin/sh", ["-c", `${prefix} exec ${node} --input-type=module --eval "$PROGRAM"`], {
    env: { ...process.env, PROGRAM: program, DATA: join(folder, "mock.json") },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("saveData", () => {
  test("makes a file for its owner alone, and leaves nothing else", async () => {
    const path = join(folder, "mock.json");
    expect(await loadData(path)).toBeUndefined();
    saveData(path, createServer("first"));
    expect(await nameIn(path)).toBe("first");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["mock.json"]);
  });

  test("another one takes the place of the first, for whom the first was for; a link stays a link", async () => {
    const path = join(folder, "mock.json");
    const link = join(folder, "link.json");
    saveData(path, createServer("first"));
    chmodSync(path, 0o640);
    symlinkSync(path, link);
    saveData(link, createServer("second"));
    expect(await nameIn(path)).toBe("second");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(["link.json", "mock.json"]);
  });

  test("a folder that is not there, and one in the file's place, are told", () => {
    mkdirSync(join(folder, "taken"));
    for (const path of [join(folder, "no", "mock.json"), join(folder, "taken")]) {
      const save = () => saveData(path, createServer("a"));
      expect(save).toThrow(expect.objectContaining({ code: "invalid-argument" }));
      expect(save).toThrow(`${path}: the data file cannot be written: `);
    }
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  test("where there is no room the old file stays, and nothing of the new one", async () => {
    const path = join(folder, "mock.json");
    saveData(path, createServer("first"));
    // No file may grow beyond this many blocks: the nearest thing to a full disk.
    const code = `
      const datapoints = Array.from({ length: 10_000 }, (_, i) => ({ time: BigInt(i) * 1000n, value: i }));
      const server = createMockServer({ series: [{ name: "second", facility: "1219", datapoints }] });
      try {
        saveData(process.env.DATA, server);
      } catch (error) {
        console.log(error.code, error.message);
      }`;
    const running = start(code, "ulimit -f 20;");
    const [chunk] = (await once(running.stdout, "data")) as [Buffer];
    expect(String(chunk)).toMatch(/^invalid-argument .*mock\.json: the data file cannot be written: EFBIG/);
    await once(running, "exit");
    expect(await nameIn(path)).toBe("first");
    expect(readdirSync(folder)).toEqual(["mock.json"]);
  });

  test("a process that is killed while it writes leaves a whole file, the old one or the new one", async () => {
    const path = join(folder, "mock.json");
    const code = `
      const datapoints = Array.from({ length: 100_000 }, (_, i) => ({ time: BigInt(i) * 1000n, value: i }));
      const servers = ["first", "second"].map((name) => createMockServer({ series: [{ name, facility: "1219", datapoints }] }));
      saveData(process.env.DATA, servers[0]);
      console.log("ready");
      for (let i = 1; ; i++) saveData(process.env.DATA, servers[i % 2]);`;
    const found: (string | null | undefined)[] = [];
    const left = new Set<string>();
    for (let i = 0; i < 6; i++) {
      const running = start(code);
      await once(running.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, 10 + i * 7));
      const ended = once(running, "exit");
      running.kill("SIGKILL");
      await ended;
      const state = await loadData(path);
      expect(state?.store.series[0]?.points.written.value.at(-1)).toBe(99_999);
      found.push(state?.store.series[0]?.metadata.name);
      for (const name of readdirSync(folder)) left.add(name.replace(/\d+/, "0"));
    }
    expect(found.filter((name) => name !== "first" && name !== "second")).toEqual([]);
    expect([...left].filter((name) => !["mock.json", "mock.json.0.tmp"].includes(name))).toEqual([]);
  });

  test("a file that cannot be read as one is told, and stays", async () => {
    const path = join(folder, "mock.json");
    writeFileSync(path, "{}");
    await expect(loadData(path)).rejects.toThrow(`${path}: is not a data file of the mock server`);
    await expect(loadData(folder)).rejects.toThrow(`${folder}: the data file cannot be read: EISDIR`);
    expect(readFileSync(path, "utf8")).toBe("{}");
  });
});
