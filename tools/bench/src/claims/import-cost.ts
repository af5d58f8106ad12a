import { spawnSync } from "node:child_process";
import type { Claim } from "../claim.ts";
import { formatNumber } from "../duration-table.ts";
import { measure } from "../rounds.ts";
import { summarize } from "../statistics.ts";

/** What is imported, by name. */
const packages: Readonly<Record<string, string>> = {
  "@omnia-timeseries/core": import.meta.resolve("@omnia-timeseries/core"),
  "@omnia-timeseries/json": import.meta.resolve("@omnia-timeseries/json"),
  "@omnia-timeseries/protobuf": import.meta.resolve("@omnia-timeseries/protobuf"),
  "@omnia-timeseries/protobuf/messages": import.meta.resolve("@omnia-timeseries/protobuf/messages"),
  "@omnia-timeseries/auth": import.meta.resolve("@omnia-timeseries/auth"),
  "@omnia-timeseries/mock-server": import.meta.resolve("@omnia-timeseries/mock-server"),
  "@bufbuild/protobuf": import.meta.resolve("@bufbuild/protobuf"),
  protobufjs: import.meta.resolve("protobufjs"),
};
const empty = "an empty process";

function runProcess(code: string): void {
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** How much longer a process takes, from start to end, when it imports a package. */
export const importCost: Claim = async (scale) => {
  const durations = await measure(
    [
      { name: empty, run: () => runProcess("") },
      ...Object.entries(packages).map(([name, url]) => ({
        name,
        run: () => runProcess(`import ${JSON.stringify(url)};`),
      })),
    ],
    { ...scale, turnMs: 0, warmUpMs: 0 },
  );
  const base = durations[empty]!;
  const { median } = summarize(base);
  const auth = "@omnia-timeseries/auth";
  return {
    goals: [
      {
        name: `import of ${auth}, over an empty process`,
        unit: "ms",
        samples: durations[auth]!.map((ms, round) => ms - base[round]!),
        floor: { atMost: 5 },
      },
    ],
    tables: [
      {
        title: "Import cost",
        note: `Milliseconds over an empty process, which takes ${formatNumber(median)}.`,
        head: ["", "ms, median", "p10–p90"],
        rows: Object.keys(packages).map((name) => {
          const { median, p10, p90 } = summarize(durations[name]!.map((ms, round) => ms - base[round]!));
          return [name, formatNumber(median), `${formatNumber(p10)}–${formatNumber(p90)}`];
        }),
      },
    ],
  };
};
