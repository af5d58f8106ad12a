// What the README's examples print, beyond what docs/documents.test.ts asks for: only the network is replaced.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createExamples, createMockServer } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
const cwd = fileURLToPath(new URL(".", import.meta.url));

/** Sends what is meant for the service to `url`. */
const redirect = (url: string): string =>
  `const real = globalThis.fetch; globalThis.fetch = (request) => real(new Request(request.url.replace(/^https:\\/\\/[^/]+/, ${JSON.stringify(url)}), request));\n`;

async function run(code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = "" } = process.env;
  const args = ["--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: { PATH, ...env } });
  return stdout;
}

const first = blocks.find((code) => code.includes("createTimeseriesClient("))!;

test.each([
  ["protobuf", first],
  ["json", first.replaceAll("protobuf", "json")],
])("the first example reads as %s", async (_, code) => {
  await using server = createMockServer({
    series: [
      {
        id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
        name: "1219-PT-1234",
        facility: "1219",
        datapoints: [
          { time: "2024-09-25T11:30:33.898Z", value: 246.12 },
          { time: "2024-09-25T11:30:34.898Z", value: 246.56 },
        ],
      },
    ],
  });
  await server.listen();
  const ca = createCaFile(server.ca);
  const stdout = await run(redirect(server.url) + code, {
    AZURE_AUTHORITY_HOST: server.authority,
    AZURE_TENANT_ID: server.tenantId,
    AZURE_CLIENT_ID: server.clientId,
    AZURE_CLIENT_SECRET: server.clientSecret,
    NODE_EXTRA_CA_CERTS: ca.path,
  }).finally(ca.remove);
  expect(stdout).toBe(
    "{ time: 1727263834898000000n, value: 246.56, status: 192 }\n2 { time: 1727263834898000000n, value: 246.56, status: 192 }\n",
  );
});

test("the functions beside the client read, plan, and write", async () => {
  const code = blocks.find((block) => block.includes("planRead("))!;
  const before = `
    import { createTimeseriesClient } from "@omnia-timeseries/core";
    import { json } from "@omnia-timeseries/json";
    import { createMockServer } from "@omnia-timeseries/mock-server";
    const server = createMockServer({
      now: () => Date.parse("2026-03-29T12:00:00Z"),
      series: [{ name: "1219-PT-1234", facility: "1219", datapoints: [{ time: "2026-03-29T11:00:00Z", value: 1 }] }],
    });
    const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
    const [{ id }] = server.store.series;
    const ids = [id];
    const pointsById = new Map([[id, [{ time: "2026-03-29T11:30:00Z", value: 2 }]]]);
  `;
  const after = "console.log(series.get(id)?.length, failed.size, chart.length, report.committed.length);";
  const stdout = await run(before + code + after, {});
  // A point every 10 s for a week.
  expect(stdout).toMatch(/expectedPoints: 60480,/u);
  expect(stdout).toMatch(/\n1 0 1 1\n$/u);
});

test("the mock server takes the service's place", async () => {
  const call = /createTimeseriesClient\(\{ \.\.\.createMockServer\(\)\.clientOptions\(\), format: json \}\)/.exec(
    readme,
  )![0];
  const imports = ["core", "json", "mock-server"].map(
    (name) => `import * as ${name.replace("-", "")} from "@omnia-timeseries/${name}";`,
  );
  const code = `${imports.join("\n")}
    const { createTimeseriesClient } = core, { json: { name } } = { json: json.json }, { createMockServer } = mockserver;
    const run = (json) => ${call};
    console.log(name, (await run(json.json).searchTimeseries({})).items.length);`;
  await expect(run(code, {})).resolves.toBe("json 0\n");
});

test.each([
  ["ims", "GRA-15 \n{}\n"],
  ["alarm-events", "2024-01-01T12:05:00.0000000Z 19-PT-1234 Back to normal\n"],
])("the example of %s", async (name, expected) => {
  const text = readFileSync(new URL(`../../../packages/${name}/README.md`, import.meta.url), "utf8");
  const [, code] = /```ts\n(.*?)```/s.exec(text)!;
  await using server = createMockServer({ ...createExamples(0), auth: "none" });
  await server.listen();
  const prelude = `const yourOwnSignIn = () => "token";\nDate.now = () => Date.UTC(2024, 0, 1, 13, 2);\n`;
  expect(await run(redirect(server.url) + prelude + code, {})).toBe(expected);
});
