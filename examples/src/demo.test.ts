import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { describe, expect, test } from "vitest";
import { generatePoints } from "./generated-points.ts";

const demo = fileURLToPath(new URL("demo.ts", import.meta.url));
const timeoutMs = 120_000;

/** Runs the demo as a pipe sees it. */
function runDemo(env: Readonly<Record<string, string>>): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH = "" } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [demo], { env: { PATH, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

describe("the demo", { timeout: timeoutMs }, () => {
  test("shows the first session with the service, in plain lines", async () => {
    const { code, stdout, stderr } = await runDemo({});
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // Neither a bar that is drawn over itself nor an escape sequence belongs into a file.
    expect(stdout.includes("\r") || stdout.includes("\u001B")).toBe(false);
    const id = /^Created: .* id ([\da-f-]{36})$/m.exec(stdout)![1]!;
    expect(stdout).toContain("answered with 200 (committed)");
    expect(stdout).toContain(
      `{"items": [{"id": "${id}", "datapoints": [{"time": "2024-09-25T11:30:34.8980000Z", "value": 246.56092834472656, "status": 192}]`,
    );
    expect(stdout).toContain(
      `{"data": [{"id": "${id}", "totalCount": "1", "fields": ["time", "value", "status"], "values": [{"int64": "1727263834898000000"}, {"double": 246.56092834472656}, {"uint32": 192}]}]}`,
    );
    for (const format of ["json    ", "protobuf"]) {
      expect(stdout).toContain(`  ${format} { time: 1727263834898000000n, value: 246.56092834472656, status: 192 }`);
      expect(stdout).toMatch(new RegExp(`^${format} 1,000,000 points in `, "m"));
    }
    expect(stdout).toContain("the same to the last bit");
    expect(stdout).toMatch(/^ {2}[▁▂▃▄▅▆▇█ ]{72}$/m);
    expect(stdout).toMatch(/min 4\d\.\d\d {3}max 7\d\.\d\d {3}last \d\d\.\d\d bar/);
    expect(stdout).toContain("quality: 97.0 % good, 2.0 % questionable, 1.0 % bad");
  });

  test("reads a series of the service that the environment names, and writes nothing", async () => {
    await using server = createMockServer({
      series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar", datapoints: generatePoints(5000, Date.now()) }],
    });
    await server.listen();
    const ca = createCaFile(server.ca);
    const { code, stdout, stderr } = await runDemo({
      OMNIA_ENVIRONMENT: "test",
      OMNIA_TIMESERIES_ID: server.store.series[0]!.id,
      OMNIA_BASE_URL: server.url,
      AZURE_AUTHORITY_HOST: server.authority,
      AZURE_TENANT_ID: server.tenantId,
      AZURE_CLIENT_ID: server.clientId,
      AZURE_CLIENT_SECRET: server.clientSecret,
      NODE_EXTRA_CA_CERTS: ca.path,
    }).finally(ca.remove);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^protobuf 5,000 points in /m);
    expect(stdout).toContain("the same to the last bit");
    expect(new Set(Array.from(server.requests, ({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test.each([
    [{ OMNIA_ENVIRONMENT: "test" }, "OMNIA_TIMESERIES_ID"],
    [{ OMNIA_ENVIRONMENT: "moon", OMNIA_TIMESERIES_ID: "x" }, "OMNIA_ENVIRONMENT must be dev, test, prod"],
    [{ OMNIA_ENVIRONMENT: "test", OMNIA_TIMESERIES_ID: "x" }, 'id: "x" is not a GUID'],
  ])("says what is missing or wrong in %j", async (env, why) => {
    const { code, stderr } = await runDemo(env);
    expect(code).toBe(1);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain("    at ");
  });
});
