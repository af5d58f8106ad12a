import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJsonBody, createProtobufBody } from "../bodies.ts";
import { runChild } from "../child-process.ts";
import type { Claim } from "../claim.ts";
import { formatNumber } from "../duration-table.ts";
import { memoryWays } from "../memory-use.ts";
import type { MemoryUse, MemoryWay } from "../memory-use.ts";
import { createPoints } from "../points.ts";
import { digestOf } from "../same-points.ts";
import type { Scale } from "../scale.ts";
import { median } from "../statistics.ts";

const isJson = (way: MemoryWay): boolean => way.startsWith("JSON");

/** Reads the same million points in each way, each time in a fresh process. */
async function readInChildren(folder: string, { rounds, size }: Scale): Promise<Map<MemoryWay, MemoryUse[]>> {
  const points = createPoints(size(1_000_000));
  for (const [name, ofFile] of [
    ["large", points],
    ["small", createPoints(1000)],
  ] as const) {
    writeFileSync(join(folder, `${name}.json`), createJsonBody(ofFile));
    writeFileSync(join(folder, `${name}.binpb`), createProtobufBody(ofFile));
  }
  const expected = digestOf(points);
  const uses = new Map<MemoryWay, MemoryUse[]>(memoryWays.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const way of memoryWays) {
      const extension = isJson(way) ? "json" : "binpb";
      const files = ["large", "small"].map((name) => join(folder, `${name}.${extension}`));
      const use = await runChild<MemoryUse>(new URL("../memory-child.ts", import.meta.url), [way, ...files]);
      if (use.digest !== expected) throw new Error(`${way} does not give the points that were encoded.`);
      uses.get(way)!.push(use);
    }
  }
  return uses;
}

/** Memory of the whole process for a million points; ours while they stream in, others with the body as a whole. */
export const memory: Claim = async (scale) => {
  const folder = mkdtempSync(join(tmpdir(), "omnia-bench-"));
  try {
    const uses = await readInChildren(folder, scale);
    const length = scale.size(1_000_000);
    const perPoint = (way: MemoryWay, of: "peakBytes" | "retainedBytes"): number[] =>
      uses.get(way)!.map((use) => use[of] / length);
    const goals = (["protobuf to columns", "JSON to columns"] as const).flatMap((way) => [
      {
        name: `memory at 1M, ${way}, streaming: peak growth`,
        unit: "B/point" as const,
        samples: perPoint(way, "peakBytes"),
        floor: { atMost: 40 },
      },
      {
        name: `memory at 1M, ${way}: retained`,
        unit: "B/point" as const,
        samples: perPoint(way, "retainedBytes"),
        floor: { atMost: 21 },
      },
    ]);
    return {
      goals,
      tables: [
        {
          title: `Memory of the whole process, ${length} points`,
          note: "Median of fresh processes, bytes a point. Columns are read from a stream in chunks of 64 KiB; protobuf-es and `JSON.parse` need the whole body, which counts.",
          head: ["", "peak growth", "retained"],
          rows: memoryWays.map((way) => [
            way,
            formatNumber(median(perPoint(way, "peakBytes"))),
            formatNumber(median(perPoint(way, "retainedBytes"))),
          ]),
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
