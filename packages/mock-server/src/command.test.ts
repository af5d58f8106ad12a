import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { commandPath, readLine, startCommand as start, stopCommand } from "./command.test-support.ts";
import { sendRaw } from "./raw-http.test-support.ts";

// Each test starts a process or two, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

test("is executable by its first line", () => {
  const source = readFileSync(commandPath, "utf8");
  expect(source.startsWith("#!/usr/bin/env node\n")).toBe(true);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "serves an example until %s, and leaves nothing behind",
  async (signal) => {
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
  },
);

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
  ["--data", ""],
  ["--ca-file", ""],
  ["--plant", "1219:many"],
  ["--plant", ":5"],
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
  [
    "--redirect-uri",
    "http://app.example/",
    '"http://app.example/" is not an address of https, or of http at localhost',
  ],
  ["--host", "no.such.host.invalid", "no.such.host.invalid"],
  ["--data", "no-such-folder/mock.json", "no-such-folder/mock.json: the data file cannot be locked: ENOENT"],
  ["--fixture", "no-such-file.csv", "no-such-file.csv: cannot be read: ENOENT"],
  ["--fixture", "plant.yaml", "plant.yaml: a fixture is a .json or a .csv file"],
  ["--ca-file", "no-such-folder/ca.pem", "no-such-folder/ca.pem: the PEM file cannot be written: ENOENT"],
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
  const options = [
    "--port",
    "--host",
    "--allow-host",
    "--cors",
    "--seed",
    "--redirect-uri",
    "--auth",
    "--data",
    "--fixture",
    "--plant",
    "--ca-file",
  ];
  for (const option of [...options, "--help"]) expect(output).toContain(option);
});

test("a page of --redirect-uri gets a code and redeems it, for the default person, who is chosen or stands in", async () => {
  const pages = ["http://localhost:5173/", "https://app.example/back"];
  const running = start("--authority-port", "0", ...pages.flatMap((page) => ["--redirect-uri", page]));
  onTestFinished(() => void running.kill("SIGKILL"));
  const line = await readLine(running);
  const base = `${line["authority"]}/${line["tenantId"]}/oauth2/v2.0`;
  // As a test in a browser does, without one: curl, which takes the PEM file.
  const curl = async (...args: string[]) => {
    const all = ["--silent", "--cacert", line["ca"]!, ...args];
    return (await promisify(execFile)("curl", all)).stdout;
  };
  const fieldsOf = (page: string) => [
    `client_id=${line["clientId"]}`,
    `redirect_uri=${page}`,
    "response_type=code",
    "scope=openid",
    // Of RFC 7636, appendix B.
    "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method=S256",
  ];
  const authorize = (fields: readonly string[], ...more: string[]) =>
    curl("--get", ...fields.flatMap((field) => ["--data-urlencode", field]), ...more, `${base}/authorize`);
  const readLocation = ["--output", join(makeFolder(), "body"), "--write-out", "%{redirect_url}"];

  for (const page of pages) {
    const shown = await authorize(fieldsOf(page));
    expect(shown).toContain('<button name="username" value="mock.user@example.invalid"');
  }
  expect(await authorize(fieldsOf("https://other.example/"))).toContain("AADSTS50011");

  const control = `${line["url"]}/__mock/sign-in/as`;
  const json = ["--header", "content-type: application/json"];
  const who = '{"who":"mock.user@example.invalid"}';
  expect(JSON.parse(await curl("--request", "PUT", ...json, "--data", who, control))).toMatchObject({ message: "ok" });
  const location = await authorize(fieldsOf("http://localhost:5174/"), ...readLocation);
  expect(location).toMatch(/^http:\/\/localhost:5174\/\?code=./);
  const form = [
    "grant_type=authorization_code",
    `client_id=${line["clientId"]}`,
    "redirect_uri=http://localhost:5174/",
    "code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    `code=${new URL(location).searchParams.get("code")}`,
  ];
  const origin = ["--header", "origin: http://localhost:5174"];
  const token = await curl(...origin, ...form.flatMap((field) => ["--data-urlencode", field]), `${base}/token`);
  expect(JSON.parse(token)).toMatchObject({ token_type: "Bearer", access_token: expect.stringMatching(/^ey/) });

  await curl("--request", "DELETE", control);
  expect(await authorize(fieldsOf(pages[0]!))).toContain("<h1>Who signs in?</h1>");
  expect(await stopCommand(running)).toBe(0);
});

/** A folder that goes with the test. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The names of its series. */
async function readNames(url: string): Promise<string[]> {
  const response = await fetch(`${url}/plant/timeseries/v1.7`, { headers: { authorization: "Bearer x" } });
  const { data } = (await response.json()) as { data: { items: { name: string }[] } };
  return data.items.map(({ name }) => name);
}

describe("--data", () => {
  test("is made at once, with the examples; then it is what is in the server, and another one may not have it", async () => {
    const data = join(makeFolder(), "mock.json");
    const first = start("--auth", "none", "--seed", "3", "--data", data);
    onTestFinished(() => void first.kill("SIGKILL"));
    const { url } = await readLine(first);
    expect(JSON.parse(readFileSync(data, "utf8"))).toMatchObject({ version: 1, seed: 3, store: { created: 1 } });

    const second = start("--data", data);
    const [errors, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
    expect([code, errors]).toEqual([1, expect.stringContaining(`A mock server with the process id ${first.pid} on`)]);

    const headers = { authorization: "Bearer x", "content-type": "application/json" };
    const body = JSON.stringify({ name: "new", facility: "1219" });
    await fetch(`${url}/plant/timeseries/v1.7`, { method: "POST", headers, body });
    expect(readFileSync(data, "utf8")).not.toContain('"name": "new"');
    const saved = await fetch(`${url}/__mock/save`, { method: "POST" });
    expect(saved.status).toBe(200);
    expect(readFileSync(data, "utf8")).toContain('"name": "new"');
    // Without a chance to save, and to let the file go.
    expect(await stopCommand(first, "SIGKILL")).toBe(null);

    const third = start("--auth", "none", "--data", data, "--fixture", "not-read.csv");
    onTestFinished(() => void third.kill("SIGKILL"));
    expect(await readNames((await readLine(third))["url"]!)).toEqual(["1219-PT-1234", "new"]);
    expect(await stopCommand(third)).toBe(0);
    expect(readdirSync(join(data, ".."))).toEqual(["mock.json"]);
  });

  test.each([
    ["broken", '{ "format": "omnia-timeseries mock data", "version": 1 }', "seed is required"],
    ["of a later version", '{ "format": "omnia-timeseries mock data", "version": 2 }', "it is of version 2"],
    ["something else", "my notes", "is not a data file of the mock server"],
  ])("a file that is %s is refused, and left as it is", async (_, content, message) => {
    const data = join(makeFolder(), "mock.json");
    writeFileSync(data, content);
    const running = start("--data", data);
    const [errors, [code]] = await Promise.all([text(running.stderr), once(running, "exit")]);
    expect([code, errors]).toEqual([1, expect.stringContaining(message)]);
    expect(errors).toContain(data);
    expect(readFileSync(data, "utf8")).toBe(content);
    expect(readdirSync(join(data, ".."))).toEqual(["mock.json"]);
  });

  test("a seed that is not that of the file is refused", async () => {
    const data = join(makeFolder(), "mock.json");
    const first = start("--data", data);
    await readLine(first);
    await stopCommand(first);
    const running = start("--data", data, "--seed", "2");
    const [errors, [code]] = await Promise.all([text(running.stderr), once(running, "exit")]);
    expect([code, errors]).toEqual([1, "seed: 2 is not that of the state, which is 1.\n"]);
  });

  test("what cannot be saved at the end is told", async () => {
    const folder = makeFolder();
    const data = join(folder, "data", "mock.json");
    mkdirSync(join(folder, "data"));
    const running = start("--data", data);
    const errors = text(running.stderr);
    await readLine(running);
    rmSync(join(folder, "data"), { recursive: true });
    expect(await stopCommand(running)).toBe(1);
    expect(await errors).toContain(`${data}: the data file cannot be written: ENOENT`);
  });
});

test("--fixture puts files in the place of the examples", async () => {
  const folder = makeFolder();
  const [json, csv] = [join(folder, "a.json"), join(folder, "b.csv")];
  writeFileSync(json, JSON.stringify({ series: [{ name: "from JSON", facility: "1219" }] }));
  writeFileSync(csv, "facility;name;time;value\nAHA;from CSV;2024-01-01;1,5\n");
  const running = start("--auth", "none", "--fixture", json, "--fixture", csv);
  onTestFinished(() => void running.kill("SIGKILL"));
  expect(await readNames((await readLine(running))["url"]!)).toEqual(["from JSON", "from CSV"]);
  expect(await stopCommand(running)).toBe(0);
});

test("--plant puts plants in the place of the examples, and a data file knows them without their points", async () => {
  const data = join(makeFolder(), "mock.json");
  const first = start("--auth", "none", "--plant", "1219:3", "--plant", "AHA:2", "--data", data);
  onTestFinished(() => void first.kill("SIGKILL"));
  const names = await readNames((await readLine(first))["url"]!);
  expect(names).toHaveLength(5);
  expect(await stopCommand(first)).toBe(0);
  const kept = JSON.parse(readFileSync(data, "utf8")) as { plants: unknown; store: { series: object[] } };
  expect(kept.plants).toMatchObject([
    { facility: "1219", tags: 3 },
    { facility: "AHA", tags: 2 },
  ]);
  expect(kept.store.series).toMatchObject(names.map((name) => ({ metadata: { name }, points: { count: 0 } })));
  const second = start("--auth", "none", "--data", data);
  onTestFinished(() => void second.kill("SIGKILL"));
  const { url } = await readLine(second);
  expect(await readNames(url!)).toEqual(names);
  const series = (await (await fetch(`${url}/__mock/series`)).json()) as { series: { points: { count: number } }[] };
  expect(Math.min(...series.series.map(({ points }) => points.count))).toBeGreaterThan(100);
  expect(await stopCommand(second)).toBe(0);
});

describe("--ca-file", () => {
  test("has the PEM file while the server runs, also where one was left behind", async () => {
    const path = join(makeFolder(), "ca.pem");
    const first = start("--ca-file", path);
    const line = await readLine(first);
    expect(line["ca"]).toBe(path);
    const left = readFileSync(path, "utf8");
    await stopCommand(first, "SIGKILL");
    const second = start("--ca-file", path);
    await readLine(second);
    expect(readFileSync(path, "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(readFileSync(path, "utf8")).not.toBe(left);
    expect(await stopCommand(second)).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  test("leaves a file that is something else", async () => {
    const path = join(makeFolder(), "ca.pem");
    writeFileSync(path, "my own certificates");
    const running = start("--ca-file", path);
    const [errors, [code]] = await Promise.all([text(running.stderr), once(running, "exit")]);
    expect([code, errors]).toEqual([1, expect.stringContaining("not a certificate of a mock server")]);
    expect(readFileSync(path, "utf8")).toBe("my own certificates");
  });
});
