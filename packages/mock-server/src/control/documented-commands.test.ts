import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { operations } from "../gen/mock-control-operations.ts";
import { runCommand } from "./running-command.test-support.ts";

/** The curl commands of a page, which may go over several lines. */
function listCommands(file: string): string[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => block.split(/^(?=curl )/m)).filter((command) => command.startsWith("curl "));
}

async function run(command: string, url: string, folder: string): Promise<string> {
  // A status of an error is a failure of the command.
  const script = `curl() { command curl --silent --show-error --fail-with-body "$@"; }\n${command}`;
  const env = { ...process.env, URL: url, TOKEN: "any" };
  const { stdout } = await promisify(execFile)("/bin/sh", ["-c", script], { env, cwd: folder });
  return stdout;
}

test.each(["../../../../docs/mock-control.md", "../../README.md"])("the commands of %s run", async (file) => {
  const folder = mkdtempSync(join(tmpdir(), "mock-control-"));
  try {
    await using command = await runCommand("--data", join(folder, "mock.json"));
    const commands = listCommands(file);
    expect(commands.length).toBeGreaterThan(3);
    for (const text of commands) {
      // A removed series would be missed by the next one.
      await fetch(`${command.url}/__mock/reset`, { method: "POST" });
      expect([text, await run(text, command.url, folder)]).toEqual([text, expect.stringMatching(/\S/)]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the command of a logged request asks the same again", async () => {
  await using command = await runCommand();
  const headers = { authorization: "Bearer any", "content-type": "application/json", accept: "application/json" };
  const body = `{"name":"it's $a \`b\` \\"c\\" é","facility":"1219","step":true}`;
  await fetch(`${command.url}/plant/timeseries/v1.7/?sub=a&x='[1]'`, { method: "POST", headers, body });
  const readLog = async () =>
    (JSON.parse(await (await fetch(`${command.url}/__mock/log`)).text()) as { requests: Record<string, unknown>[] })
      .requests;
  const [first] = await readLog();
  // The name is taken now: curl would call that a failure.
  await fetch(`${command.url}/__mock/series/${await findSeries(command.url)}`, { method: "DELETE" });
  await run(String(first!["curl"]), command.url, tmpdir());
  const [, second] = await readLog();
  const of = ["method", "url", "operationId", "statusCode", "unknown", "curl"];
  const pick = (one: Record<string, unknown> | undefined) => of.map((field) => one?.[field]);
  expect(pick(second)).toEqual([
    "POST",
    `${command.url}/plant/timeseries/v1.7/?sub=hidden&x=%27%5B1%5D%27`,
    "postTimeseries",
    200,
    ["x"],
    first!["curl"],
  ]);
  expect(first!["curl"]).toContain(body.replaceAll("'", String.raw`'\''`));
});

async function findSeries(url: string): Promise<string> {
  const text = await (await fetch(`${url}/__mock/series?search=it%27s`)).text();
  return (JSON.parse(text) as { series: { id: string }[] }).series[0]!.id;
}

test("the page has a command for every operation", () => {
  const text = readFileSync(new URL("../../../../docs/mock-control.md", import.meta.url), "utf8");
  const titles = [...text.matchAll(/^### (\w+)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(Object.keys(operations));
  expect(listCommands("../../../../docs/mock-control.md").length).toBe(titles.length + 1);
});
