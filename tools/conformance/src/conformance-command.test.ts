// The command as somebody with access runs it; a second mock server plays the service.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMockServer } from "@omnia-timeseries/mock-server";
import type { MockServer, MockServerOptions } from "@omnia-timeseries/mock-server";
import { createCaFile } from "@omnia-timeseries/mock-server/node";
import { describe, expect, test } from "vitest";
import type { Report } from "./suite/report.ts";
import { isDifferent } from "./suite/report.ts";

const command = join(import.meta.dirname, "conformance.ts");
const folder = () => mkdtempSync(join(tmpdir(), "conformance-"));

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Runs it against a server, and gives its report too. */
async function runAgainst(
  server: MockServer,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended & { readonly report: Report | undefined; readonly json: string }> {
  const caFile = createCaFile(server.ca);
  const directory = folder();
  const file = join(directory, "report.json");
  try {
    const { id } = server.store.series[0]!;
    const ended = await run(["--target", server.url, "--id", id, "--pause", "0", "--json", file], {
      NODE_EXTRA_CA_CERTS: caFile.path,
      AZURE_AUTHORITY_HOST: server.authority,
      AZURE_TENANT_ID: server.tenantId,
      AZURE_CLIENT_ID: server.clientId,
      AZURE_CLIENT_SECRET: server.clientSecret,
      ...env,
    });
    const json = ended.stderr === "" ? readFileSync(file, "utf8") : "";
    return { ...ended, json, report: json === "" ? undefined : (JSON.parse(json) as Report) };
  } finally {
    caFile.remove();
    rmSync(directory, { recursive: true });
  }
}

/** Other data than the cases' own: hourly, another plant, all good, and events with a day between them. */
function otherData(): MockServerOptions {
  const hourMs = 3_600_000;
  const now = Date.now();
  const datapoints = Array.from({ length: 1500 }, (_, i) => ({
    time: new Date(now - (i + 1) * hourMs + (i % 4) * 100_123),
    value: (i * 7919) % 1000,
  }));
  const tag = { systemCode: "GRA-IMS", plantSapCode: "1755", plantStidCode: "GRA" };
  return {
    seed: 77,
    tenantId: "77777777-7777-4777-8777-777777777777",
    clientId: "88888888-8888-4888-8888-888888888888",
    clientSecret: "a-secret-of-the-service",
    series: [
      { name: "GRA-FOI -13-0979.PV", facility: "GRA", source: "IMS", unit: "kPa", datapoints },
      { name: "GRA-0001E.PV", facility: "1755", datapoints: [] },
    ],
    ims: { tags: [1, 2, 3].map((i) => ({ ...tag, uid: `GRA-${i}`, tag: `GRA-FOI -13-097${i}.PV` })) },
    alarmEvents: {
      events: [1, 2, 3].map((i) => ({
        facility: "TROA",
        timestamp: new Date(now - i * hourMs),
        sourceName: `19-PT-${i}`,
        priority: i,
        otherFields: { i: "1" },
      })),
    },
  };
}

describe("against a service", () => {
  test("that is as assumed, no difference is found, with other data and by its own sign-in", async () => {
    await using service = createMockServer(otherData());
    await service.listen();
    const before = service.store.series.length;
    const { exitCode, stdout, json, report } = await runAgainst(service);
    expect(exitCode).toBe(0);
    expect(report?.rows.filter(isDifferent)).toEqual([]);
    expect(stdout).toContain("No difference was found.");
    expect(report?.rows.filter((row) => row.service?.outcome === "not run").map(({ name }) => name)).toEqual([
      "points of every status are read where no status is asked for",
    ]);
    // Nothing was changed, and the report names neither the series nor the caller.
    expect(service.store.series).toHaveLength(before);
    expect(service.store.destinations).toEqual([]);
    expect(report?.requests).toBeGreaterThan(100);
    expect(report?.requests).toBeLessThan(300);
    for (const secret of [
      service.clientId,
      service.tenantId,
      service.clientSecret,
      service.store.series[0]!.id,
      "GRA-FOI",
      "eyJ",
    ]) {
      expect(json + stdout).not.toContain(secret);
    }
  });

  test("that differs in some things, the report has just these", async () => {
    await using service = createMockServer({
      ...otherData(),
      assumptions: {
        firstLatestWithoutPoints: "not-found",
        windowEnd: "included",
        totalCount: "page",
        alignToCacheByDefault: true,
        dataLakeDelayMs: 0,
      },
    });
    await service.listen();
    const { exitCode, report, stdout } = await runAgainst(service);
    // What we only thought is no fault of the service.
    expect(exitCode).toBe(0);
    const names = [
      "a window has its start in it and not its end",
      "totalCount is that of the window, on every page",
      "latest without a point is 200 with no datapoints",
      "intervals begin at the start of the window",
      "the data lake is two days behind",
    ];
    const different = report?.rows.filter(isDifferent) ?? [];
    expect(different.map(({ name }) => name)).toEqual(names);
    expect(different.map(({ service: one }) => one?.outcome)).toEqual(names.map(() => "differs"));
    expect(stdout).toContain("The service and the mock server differ (5)");
    expect(stdout).toContain("    service:     differs: status 404\n    mock server: as assumed");
  });

  test("a wrong secret ends it with the reason, and the secret is not shown", async () => {
    await using service = createMockServer(otherData());
    await service.listen();
    const { exitCode, stderr, stdout } = await runAgainst(service, { AZURE_CLIENT_SECRET: "not-the-secret" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("AADSTS7000215");
    expect(stderr + stdout).not.toContain("not-the-secret");
    expect(service.requests).toHaveLength(0);
  });
});

test("without options it asks a mock server of its own", async () => {
  const { exitCode, stdout, stderr } = await run([]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^mock server: \d+ pass, \d+ as assumed$/m);
});

describe("the options", () => {
  test.each([
    [["--target", "test"], "--target is given, but no --id"],
    [["--id", "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc"], "--id is given, but no --target"],
    [["--target", "test", "--id", "1219-PT-1234"], "--id is the GUID of a series"],
    [["--target", "http://example.com", "--id", "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc"], "--target is"],
    [["--target", "test", "--id", "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc", "--pause", "soon"], "--pause is"],
    [["--unknown"], "--unknown"],
  ])("%j is refused: %s", async (args, message) => {
    const { exitCode, stderr } = await run(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  test("--help tells all of them", async () => {
    const { exitCode, stdout } = await run(["--help"]);
    expect(exitCode).toBe(0);
    for (const name of ["--target", "--id", "--name", "--facility", "--pause", "--json"])
      expect(stdout).toContain(name);
  });
});
