import { expect, test } from "vitest";
import { run } from "./run.ts";

const node = (code: string, timeoutMs?: number): Promise<string> =>
  run(process.execPath, ["--eval", code], { cwd: ".", ...(timeoutMs === undefined ? {} : { timeoutMs }) });

test("gives what the program wrote", async () => {
  expect(await node("console.log('a'); console.error('b')")).toBe("a\n");
});

test("a failure tells both outputs", async () => {
  await expect(node("console.log('a'); console.error('b'); process.exitCode = 3")).rejects.toThrow(
    /ended with 3:\na\nb$/,
  );
});

test("a program that hangs is ended, with what it started", async () => {
  // The child would hold the pipe open for a minute if it lived.
  const code = `const { spawn } = require("node:child_process");
    spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "inherit" }); setTimeout(() => {}, 60000)`;
  const before = performance.now();
  await expect(node(code, 1000)).rejects.toThrow("was ended after 1 s");
  expect(performance.now() - before).toBeLessThan(20_000);
});

test("what a package manager left in the environment goes no further", async () => {
  process.env.npm_lifecycle_event = "test";
  try {
    expect(await node("console.log(process.env.npm_lifecycle_event)")).toBe("undefined\n");
  } finally {
    delete process.env.npm_lifecycle_event;
  }
});

test("a program that is not there is said so", async () => {
  await expect(run("no-such-program", [], { cwd: "." })).rejects.toThrow("ENOENT");
});
