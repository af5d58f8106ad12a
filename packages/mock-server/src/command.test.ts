import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { sendRaw } from "./raw-http.test-support.ts";

// Each test starts a process or two, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

type Running = ChildProcessByStdio<null, Readable, Readable>;

/** The built command: `pnpm compile` runs before the tests. */
function start(...options: string[]): Running {
  const command = join(import.meta.dirname, "../dist/bundle/command.js");
  return spawn(process.execPath, [command, ...options], { stdio: ["ignore", "pipe", "pipe"] });
}

async function readLine(running: Running): Promise<Record<string, string>> {
  const [line] = (await once(createInterface(running.stdout), "line")) as [string];
  return JSON.parse(line) as Record<string, string>;
}

test("is executable by its first line", () => {
  const source = readFileSync(join(import.meta.dirname, "../dist/bundle/command.js"), "utf8");
  expect(source.startsWith("#!/usr/bin/env node\n")).toBe(true);
});

test.each(["SIGTERM", "SIGINT"] as const)("serves an example until %s, and leaves nothing behind", async (signal) => {
  const running = start("--auth", "none", "--seed", "7");
  try {
    const errors = text(running.stderr);
    const line = await readLine(running);
    expect(Object.keys(line)).toEqual(["url", "authority", "tenantId", "clientId", "clientSecret", "ca"]);
    expect(readFileSync(line["ca"]!, "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----\n/);

    const headers = { authorization: "Bearer any" };
    const read = async (path: string) => {
      const response = await fetch(`${line["url"]}/plant/timeseries/v1.7${path}`, { headers });
      return ((await response.json()) as { data: { items: Record<string, unknown>[] } }).data.items[0]!;
    };
    const series = await read("");
    expect(series).toMatchObject({ name: "1219-PT-1234", facility: "1219", unit: "bar" });
    expect((await read(`/${String(series["id"])}/data`))["totalCount"]).toBe(1440);
    expect((await fetch(`${line["url"]}/plant/timeseries/v1.7`)).status).toBe(401);

    const exited = once(running, "exit");
    running.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(existsSync(line["ca"]!)).toBe(false);
    expect(await errors).toBe("");
  } finally {
    running.kill("SIGKILL");
  }
});

test("a port can be chosen, and its absence is told", async () => {
  const first = start();
  const { url, authority } = await readLine(first);
  const taken = [
    ["--port", url],
    ["--authority-port", authority],
  ] as const;
  try {
    for (const [option, address] of taken) {
      const second = start(option, new URL(address!).port);
      const [errors, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
      expect([code, errors]).toEqual([
        1,
        expect.stringContaining(`EADDRINUSE: address already in use ${new URL(address!).host}`),
      ]);
    }
  } finally {
    const ended = once(first, "exit");
    first.kill("SIGTERM");
    await ended;
  }
});

test.each([
  ["--colour"],
  ["--auth", "maybe"],
  ["--port", "x"],
  ["--port", "70000"],
  ["--authority-port", "4181.5"],
  ["--seed", "1.5"],
  ["--cors", "none", "--cors", "https://a.example"],
  ["word"],
])("%s %s is refused with 2", async (...options) => {
  const running = start(...options.filter((option) => option !== undefined));
  const exit = once(running, "exit");
  const [output, errors] = await Promise.all([text(running.stdout), text(running.stderr)]);
  expect(await exit).toEqual([2, null]);
  expect(output).toBe("");
  expect(errors).toMatch(/^[^\n]+\n$/);
});

test("hosts and origins are those that were named", async () => {
  const hosts = ["--host", "0.0.0.0", "--allow-host", "mock", "--allow-host", "mock2"];
  const running = start("--auth", "none", ...hosts, "--cors", "https://a.example", "--cors", "http://localhost:1");
  try {
    const { url } = await readLine(running);
    const { port } = new URL(url!);
    expect(url).toBe(`http://0.0.0.0:${port}`);
    const head = "GET /plant/timeseries/v1.7 HTTP/1.1\r\nauthorization: Bearer x\r\nconnection: close\r\n";
    const ask = async (host: string, origin: string) => {
      const text = `${head}host: ${host}\r\norigin: ${origin}\r\n\r\n`;
      const [answer] = await sendRaw(`http://127.0.0.1:${port}`, text);
      return [answer!.statusCode, answer!.headers["access-control-allow-origin"]];
    };
    expect(await ask("mock", "https://a.example")).toEqual([200, "https://a.example"]);
    expect(await ask(`mock2:${port}`, "http://localhost:1")).toEqual([200, "http://localhost:1"]);
    expect(await ask("localhost", "https://b.example")).toEqual([200, undefined]);
    expect(await ask("mock3", "https://a.example")).toEqual([421, undefined]);
  } finally {
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  }
});

test.each([
  ["--allow-host", "http://mock", "allowHosts"],
  ["--cors", "a.example", "cors"],
  ["--host", "no.such.host.invalid", "no.such.host.invalid"],
])("%s %s is refused, saying why", async (option, value, word) => {
  const running = start(option, value);
  const [errors, [code]] = await Promise.all([text(running.stderr), once(running, "exit")]);
  expect([code, errors]).toEqual([1, expect.stringContaining(word)]);
});

test("--help tells the options", async () => {
  const running = start("--help");
  const exit = once(running, "exit");
  const output = await text(running.stdout);
  expect(await exit).toEqual([0, null]);
  const options = ["--port", "--host", "--allow-host", "--cors", "--seed", "--auth", "--help"];
  for (const option of options) expect(output).toContain(option);
});
