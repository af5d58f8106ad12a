// Bodies as other libraries make them: JSON.stringify and protobuf-es. Nothing of ours is used here.
import { create, toBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";

export interface BodyRow {
  readonly time: bigint;
  readonly value: number | null;
  readonly status: number;
}

export interface BodyItem {
  readonly id: string;
  readonly rows: readonly BodyRow[];
  readonly totalCount?: number;
  /** In Protobuf nothing of a refusal is left but the id. */
  readonly refusal?: { readonly statusCode: number; readonly message: string };
}

/** RFC 3339 with 7 digits as the service writes it, through Date and text. */
export function wireTime(ns: bigint): string {
  const below = ((ns % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const ms = new Date(Number((ns - below) / 1_000_000n)).toISOString().slice(0, -1);
  return `${ms}${String(below / 100n).padStart(4, "0")}Z`;
}

export function jsonBody(items: readonly BodyItem[], continuationToken?: string): string {
  return JSON.stringify({
    data: {
      items: items.map(({ id, rows, totalCount, refusal }) => ({
        id,
        datapoints: rows.map(({ time, value, status }) => ({ time: wireTime(time), value, status })),
        ...(totalCount === undefined ? {} : { totalCount }),
        ...refusal,
      })),
    },
    continuationToken: continuationToken ?? null,
  });
}

export function protobufBody(items: readonly BodyItem[], continuationToken?: string): Uint8Array<ArrayBuffer> {
  const message = create(CompactDatapointsDtoSchema, {
    data: items.map(({ id, rows, totalCount = 0, refusal }) =>
      refusal === undefined
        ? {
            id,
            totalCount: BigInt(totalCount),
            fields: ["time", "value", "status"],
            values: rows.flatMap(({ time, value, status }) => [
              { value: { case: "int64" as const, value: time } },
              value === null ? {} : { value: { case: "double" as const, value } },
              { value: { case: "uint32" as const, value: status } },
            ]),
          }
        : { id },
    ),
    ...(continuationToken === undefined ? {} : { continuationToken }),
  });
  return new Uint8Array(toBinary(CompactDatapointsDtoSchema, message));
}
