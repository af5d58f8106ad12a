import { protobuf } from "@omnia-timeseries/protobuf";
import { createProtobufBody } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { decodeStreamed, pointsOfResponse } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import { createReader, validateSamePoints } from "../same-points.ts";
import { ratios } from "../statistics.ts";

const sizes = { "10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000 };

/** That a point costs the same in a small body and in a large one. */
export const growth: Claim = async (scale) => {
  const contestants = Object.entries(sizes).map(([name, size]) => {
    const points = createPoints(scale.size(size));
    const body = createProtobufBody(points);
    const reader = createReader(name, () => decodeStreamed(protobuf, body), pointsOfResponse);
    validateSamePoints([reader], points);
    return reader;
  });
  const durations = await measure(contestants, scale);
  const perPoint = (name: keyof typeof sizes): number[] => durations[name]!.map((ms) => ms / scale.size(sizes[name]));
  return {
    goals: [
      {
        name: "growth of protobuf to columns, ns a point, 10M vs 100k",
        unit: "x",
        samples: ratios(perPoint("10M"), perPoint("100k")),
        floor: { atMost: 1.5 },
      },
      {
        name: "growth of protobuf to columns, ns a point, 100k vs 10k",
        unit: "x",
        samples: ratios(perPoint("100k"), perPoint("10k")),
      },
    ],
    tables: [
      {
        ...createDurationTable("Growth: Protobuf to columns, streamed", {}, 1),
        rows: Object.entries(sizes).flatMap(
          ([name, size]) => createDurationTable("", { [name]: durations[name]! }, scale.size(size)).rows,
        ),
      },
    ],
  };
};
