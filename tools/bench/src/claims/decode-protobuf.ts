import { protobuf } from "@omnia-timeseries/protobuf";
import { createJsonBody, createProtobufBody } from "../bodies.ts";
import type { Claim, ClaimResult } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { parseBody, pointsOfBody } from "../json-readers.ts";
import { decodeStreamed, decodeWhole, pointsOfResponse } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import {
  pointsOfProtobufEs,
  pointsOfProtobufjs,
  pointsOfTsProto,
  readProtobufEs,
  readProtobufjs,
  readTsProto,
} from "../protobuf-readers.ts";
import { measure } from "../rounds.ts";
import { createReader, validateSamePoints } from "../same-points.ts";
import type { Scale } from "../scale.ts";
import { ratios } from "../statistics.ts";

async function compare(scale: Scale, size: string, length: number, floor: number): Promise<ClaimResult> {
  const points = createPoints(length);
  const body = createProtobufBody(points);
  const text = new TextDecoder().decode(createJsonBody(points));
  const contestants = [
    createReader("columns", () => decodeWhole(protobuf, body), pointsOfResponse),
    createReader("columns, in chunks of 64 KiB", () => decodeStreamed(protobuf, body), pointsOfResponse),
    createReader("protobuf-es", () => readProtobufEs(body), pointsOfProtobufEs),
    createReader("ts-proto", () => readTsProto(body), pointsOfTsProto),
    createReader("protobufjs", () => readProtobufjs(body), pointsOfProtobufjs),
    createReader("JSON.parse", () => parseBody(text), pointsOfBody),
  ];
  validateSamePoints(contestants, points);
  const durations = await measure(contestants, scale);
  const columns = durations["columns"]!;
  const times = (name: string): number[] => ratios(durations[name]!, columns);
  const goal = `protobuf to columns, ${size}, vs`;
  return {
    goals: [
      { name: `${goal} protobuf-es fromBinary`, unit: "x", samples: times("protobuf-es"), floor: { atLeast: floor } },
      { name: `${goal} ts-proto (bigint)`, unit: "x", samples: times("ts-proto"), floor: { atLeast: 20 } },
      { name: `${goal} protobufjs`, unit: "x", samples: times("protobufjs") },
      { name: `${goal} JSON.parse`, unit: "x", samples: times("JSON.parse"), floor: { atLeast: 15 } },
      {
        name: `protobuf streamed in chunks of 64 KiB, ${size}, vs whole`,
        unit: "x",
        samples: times("columns, in chunks of 64 KiB"),
        floor: { atMost: 2 },
      },
    ],
    tables: [createDurationTable(`Protobuf to columns, ${length} points`, durations, length)],
  };
}

/** Reading Protobuf into columns against other ways to read the same points. */
export const decodeProtobuf: Claim = async (scale) => {
  const small = await compare(scale, "100k", scale.size(100_000), 40);
  const large = await compare(scale, "1M", scale.size(1_000_000), 60);
  return { goals: [...small.goals, ...large.goals], tables: [...small.tables, ...large.tables] };
};
