import { create, toBinary } from "@bufbuild/protobuf";
import { encodeResponse } from "@omnia-timeseries/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import type { CompactDatapointsDto } from "@omnia-timeseries/protobuf/messages";
import { createResponse, seriesId } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { createPoints } from "../points.ts";
import type { Points } from "../points.ts";
import { createWithReady, measure } from "../rounds.ts";
import { validateSameBytes } from "../same-bytes.ts";
import { ratios } from "../statistics.ts";

function createMessage({ time, value, status }: Points): CompactDatapointsDto {
  return create(CompactDatapointsDtoSchema, {
    data: [
      {
        id: seriesId,
        totalCount: BigInt(time.length),
        fields: ["time", "value", "status"],
        values: Array.from(time, (ns, i) => [
          { value: { case: "int64" as const, value: ns } },
          { value: { case: "double" as const, value: value[i]! } },
          { value: { case: "uint32" as const, value: status[i]! } },
        ]).flat(),
      },
    ],
  });
}

/** Writing Protobuf from columns against protobuf-es, which gets its message ready made. */
export const encodeProtobuf: Claim = async (scale) => {
  const length = scale.size(100_000);
  const points = createPoints(length);
  const response = createResponse(points);
  const contestants = [
    { name: "columns", run: () => [...encodeResponse(response)] },
    createWithReady(
      "toBinary of a ready message",
      () => createMessage(points),
      (message) => toBinary(CompactDatapointsDtoSchema, message),
    ),
  ] as const;
  validateSameBytes(contestants);
  const durations = await measure(contestants, scale);
  return {
    goals: [
      {
        name: "columns to protobuf vs protobuf-es toBinary of a ready message",
        unit: "x",
        samples: ratios(durations["toBinary of a ready message"]!, durations["columns"]!),
        floor: { atLeast: 30 },
      },
    ],
    tables: [createDurationTable(`Columns to Protobuf, ${length} points`, durations, length)],
  };
};
