import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import type { CompactDatapointsDto as EsMessage } from "@omnia-timeseries/protobuf/messages";
import protobufjs from "protobufjs";
import { CompactDatapointsDto as TsProtoMessage } from "./gen/timeseries.ts";
import type { Points } from "./points.ts";

// How other libraries read an answer. Each gives its messages; `pointsOf…` is for the check.

function createColumns(length: number): Points {
  return {
    time: new BigInt64Array(length),
    value: new Float64Array(length),
    status: new Uint32Array(length),
  };
}

export function readProtobufEs(body: Uint8Array): EsMessage {
  return fromBinary(CompactDatapointsDtoSchema, body);
}

export function pointsOfProtobufEs({ data }: EsMessage): Points {
  const { values } = data[0]!;
  const points = createColumns(values.length / 3);
  for (const [i, cell] of values.entries()) {
    const row = Math.floor(i / 3);
    if (cell.value.case === "int64") points.time[row] = cell.value.value;
    else if (cell.value.case === "double") points.value[row] = cell.value.value;
    else if (cell.value.case === "uint32") points.status[row] = cell.value.value;
  }
  return points;
}

export function readTsProto(body: Uint8Array): TsProtoMessage {
  return TsProtoMessage.decode(body);
}

export function pointsOfTsProto({ data }: TsProtoMessage): Points {
  const { values } = data[0]!;
  const points = createColumns(values.length / 3);
  for (const [i, { value }] of values.entries()) {
    const row = Math.floor(i / 3);
    if (value?.$case === "int64") points.time[row] = value.int64;
    else if (value?.$case === "double") points.value[row] = value.double;
    else if (value?.$case === "uint32") points.status[row] = value.uint32;
  }
  return points;
}

/** What protobufjs gives, as far as it is read here: a member of the oneof that is not set is undefined or zero. */
interface ProtobufjsMessage {
  readonly data: readonly [
    {
      readonly values: readonly {
        readonly value: "int64" | "double" | "uint32";
        readonly int64: { readonly low: number; readonly high: number };
        readonly double: number;
        readonly uint32: number;
      }[];
    },
  ];
}

const protobufjsType = protobufjs
  .parse(readFileSync(new URL("../../../specs/timeseries/timeseries.proto", import.meta.url), "utf8"), {
    keepCase: true,
  })
  .root.lookupType("CompactDatapointsDto");

export function readProtobufjs(body: Uint8Array): ProtobufjsMessage {
  return protobufjsType.decode(body) as unknown as ProtobufjsMessage;
}

export function pointsOfProtobufjs({ data }: ProtobufjsMessage): Points {
  const { values } = data[0];
  const points = createColumns(values.length / 3);
  for (const [i, cell] of values.entries()) {
    const row = Math.floor(i / 3);
    if (cell.value === "int64") points.time[row] = (BigInt(cell.int64.high) << 32n) | BigInt(cell.int64.low >>> 0);
    else if (cell.value === "double") points.value[row] = cell.double;
    else points.status[row] = cell.uint32;
  }
  return points;
}
