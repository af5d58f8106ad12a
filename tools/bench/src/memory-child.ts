// A process that reads one file of points in one way and tells what memory it took: `memory-child.ts <way> <file> <small file>`.
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { Format } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { sendToParent } from "./child-process.ts";
import { parseBody, pointsOfBody } from "./json-readers.ts";
import type { MemoryUse, MemoryWay } from "./memory-use.ts";
import { pointsOfResponse } from "./our-readers.ts";
import { createReader, digestOf } from "./same-points.ts";
import type { ReadingContestant } from "./same-points.ts";
import { pointsOfProtobufEs, readProtobufEs } from "./protobuf-readers.ts";

function stream(format: Format, file: string) {
  const decoder = format.createDecoder();
  const chunk = new Uint8Array(65_536);
  const descriptor = openSync(file, "r");
  try {
    for (let length: number; (length = readSync(descriptor, chunk)) > 0;) decoder.push(chunk.subarray(0, length));
  } finally {
    closeSync(descriptor);
  }
  return decoder.finish();
}

const ways: Readonly<Record<MemoryWay, (file: string) => ReadingContestant>> = {
  "protobuf to columns": (file) => createReader("", () => stream(protobuf, file), pointsOfResponse),
  "JSON to columns": (file) => createReader("", () => stream(json, file), pointsOfResponse),
  "protobuf-es": (file) => createReader("", () => readProtobufEs(readFileSync(file)), pointsOfProtobufEs),
  "JSON.parse": (file) => createReader("", () => parseBody(readFileSync(file, "utf8")), pointsOfBody),
};

/** What is held: on the heap, and in buffers beside it. */
function heldBytes(): number {
  // Twice: buffers are let go after the collection that found them.
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [way, file, smallFile] = process.argv.slice(2) as [MemoryWay, string, string];
// Modules are there before it counts, and code: a compiler at work takes many megabytes.
const warmUp = ways[way](smallFile);
for (let i = 0; i < 300; i++) warmUp.run();

const heldBefore = heldBytes();
const residentBefore = process.memoryUsage.rss();
const reader = ways[way](file);
const result = reader.run();
const peakBytes = process.resourceUsage().maxRSS * 1024 - residentBefore;
const retainedBytes = heldBytes() - heldBefore;
// Held until here; and only now read once more, for the check.
if (result === undefined) throw new Error("Nothing was read.");
const use: MemoryUse = { peakBytes, retainedBytes, digest: digestOf(reader.points()) };
sendToParent(use);
process.disconnect();
