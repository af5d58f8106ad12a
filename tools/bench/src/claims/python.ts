import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { protobuf } from "@omnia-timeseries/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { createProtobufBody } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { decodeWhole } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import { digestOf } from "../same-points.ts";
import { ratios } from "../statistics.ts";

/** What python-protobuf.py prints. */
interface PythonResult {
  readonly version: string;
  readonly parse: readonly number[];
  readonly parseAndLists: readonly number[];
  readonly time: string;
  readonly value: string;
  readonly status: string;
}

const title = "Python's protobuf";

function bufferOf(hex: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(hex, "hex")).buffer;
}

function runPython(folder: string, body: Uint8Array, rounds: number): PythonResult {
  const descriptor = join(folder, "descriptor.binpb");
  const file = join(folder, "body.binpb");
  writeFileSync(descriptor, toBinary(FileDescriptorProtoSchema, CompactDatapointsDtoSchema.file.proto));
  writeFileSync(file, body);
  const script = join(import.meta.dirname, "../python-protobuf.py");
  const { status, stdout, stderr } = spawnSync("python3", [script, descriptor, file, `${rounds}`], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as PythonResult;
}

/** What users of the official SDK have; in a process of its own, so rounds follow each other instead of alternating. */
export const python: Claim = async (scale) => {
  if (spawnSync("python3", ["-c", "import google.protobuf"]).status !== 0) {
    return { goals: [], tables: [{ title, head: ["", ""], rows: [["Python's protobuf", "not installed here"]] }] };
  }
  const length = scale.size(100_000);
  const points = createPoints(length);
  const body = createProtobufBody(points);
  const folder = mkdtempSync(join(tmpdir(), "omnia-bench-"));
  try {
    const found = runPython(folder, body, scale.rounds);
    const columns = {
      time: new BigInt64Array(bufferOf(found.time)),
      value: new Float64Array(bufferOf(found.value)),
      status: new Uint32Array(bufferOf(found.status)),
    };
    if (digestOf(columns) !== digestOf(points)) throw new Error("Python does not give the points that were encoded.");
    const { columns: ours } = await measure([{ name: "columns", run: () => decodeWhole(protobuf, body) }], scale);
    const durations = { columns: ours!, "Python, parse": found.parse, "Python, parse + lists": found.parseAndLists };
    const goal = "protobuf to columns, 100k, vs Python's protobuf";
    return {
      goals: [
        { name: `${goal}, parse alone`, unit: "x", samples: ratios(found.parse, ours!) },
        { name: `${goal}, parse + lists`, unit: "x", samples: ratios(found.parseAndLists, ours!) },
      ],
      tables: [createDurationTable(`${title} ${found.version}, ${length} points`, durations, length)],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
