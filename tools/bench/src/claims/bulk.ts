import { accessToken, createTimeseriesClient, readMany } from "@omnia-timeseries/core";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { protobuf } from "@omnia-timeseries/protobuf";
import { seriesId } from "../bodies.ts";
import { runChild, startServer } from "../child-process.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import type { Goal } from "../goal.ts";
import { measure } from "../rounds.ts";
import type { Scale } from "../scale.ts";
import { ratios } from "../statistics.ts";

const pageServer = new URL("../page-server.ts", import.meta.url);
const latencyMs = 50;

/** @param isOneByOne pages one after the other, as tokens lead */
async function walk(baseUrl: string, pageSize: number, isOneByOne: boolean): Promise<number> {
  const client = createTimeseriesClient({
    environment: { name: "bench", baseUrl, scope: "bench" },
    credential: accessToken(() => "token"),
    format: protobuf,
  });
  const window = { id: seriesId, startTime: "2026-01-01", endTime: "2027-01-01", pageSize };
  let points = 0;
  for await (const page of client.readDatapoints({ ...window, includeOutsidePoints: isOneByOne }))
    points += page.length;
  return points;
}

async function measureWindows(scale: Scale): Promise<{ goal: Goal; table: ReturnType<typeof createDurationTable> }> {
  const length = scale.size(1_000_000);
  const pageSize = scale.size(10_000);
  const server = await startServer(pageServer, [`${length}`, `${pageSize}`, `${latencyMs}`]);
  try {
    const { baseUrl } = server;
    const [one, other] = [await walk(baseUrl, pageSize, true), await walk(baseUrl, pageSize, false)];
    if (one !== length || other !== length) throw new Error(`Of ${length} points ${one} and ${other} came.`);
    const durations = await measure(
      [
        { name: "page after page", run: () => walk(baseUrl, pageSize, true) },
        { name: "by windows", run: () => walk(baseUrl, pageSize, false) },
      ],
      { ...scale, rounds: Math.min(scale.rounds, 5), turnMs: 0, warmUpMs: 0 },
    );
    return {
      goal: {
        name: `1M points in pages of 10k with ${latencyMs} ms latency, by windows vs page after page`,
        unit: "x",
        samples: ratios(durations["page after page"]!, durations["by windows"]!),
        floor: { atLeast: 4 },
      },
      table: createDurationTable(`${length} points with ${latencyMs} ms latency a page`, durations, length),
    };
  } finally {
    server.stop();
  }
}

async function measureMemory(scale: Scale): Promise<Goal> {
  const length = scale.size(10_000_000);
  const server = await startServer(pageServer, [`${length}`, `${scale.size(100_000)}`]);
  try {
    const module = new URL("../bulk-memory-child.ts", import.meta.url);
    const samples: number[] = [];
    for (let round = 0; round < Math.min(scale.rounds, 3); round++) {
      const seen = await runChild<{ points: number; megabytes: number }>(module, [server.baseUrl]);
      if (seen.points !== length) throw new Error(`Of ${length} points ${seen.points} came.`);
      samples.push(seen.megabytes);
    }
    return {
      name: "10M points through readDatapoints, memory at most, beside that of the process before",
      unit: "MB",
      samples,
      floor: { atMost: 150 },
    };
  } finally {
    server.stop();
  }
}

async function countRequests(): Promise<Goal> {
  const datapoints = [{ time: "2026-01-01T00:00:00Z", value: 1 }];
  const series = Array.from({ length: 1000 }, (_, i) => ({ name: `1219-PT-${i}`, facility: "1219", datapoints }));
  const server = createMockServer({ series });
  const client = createTimeseriesClient({ ...server.clientOptions(), format: protobuf });
  const window = { startTime: "2026-01-01", endTime: "2026-01-02", maxPoints: 10_000 };
  const read = await readMany(client, { ...window, series: server.store.series.map(({ id }) => id) });
  if (read.series.size !== 1000) throw new Error(`Of 1000 series ${read.series.size} came.`);
  return {
    name: "readMany of 1000 sparse series",
    unit: "requests",
    samples: [server.requests.length],
    floor: { atMost: 12 },
  };
}

/** That a long window, and many series, are read quickly and in little memory. */
export const bulk: Claim = async (scale) => {
  const { goal, table } = await measureWindows(scale);
  return { goals: [goal, await measureMemory(scale), await countRequests()], tables: [table] };
};
