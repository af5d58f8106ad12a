import { json } from "@omnia-timeseries/json";
import { createJsonBody } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { parseBody, pointsOfBody } from "../json-readers.ts";
import { decodeStreamed, decodeWhole, pointsOfResponse } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import { createReader, validateSamePoints } from "../same-points.ts";
import { ratios } from "../statistics.ts";

/** Reading JSON into exact columns against `JSON.parse`, which gets its text for free here. */
export const decodeJson: Claim = async (scale) => {
  const length = scale.size(100_000);
  const points = createPoints(length);
  const body = createJsonBody(points);
  const text = new TextDecoder().decode(body);
  const contestants = [
    createReader("columns", () => decodeWhole(json, body), pointsOfResponse),
    createReader("columns, in chunks of 64 KiB", () => decodeStreamed(json, body), pointsOfResponse),
    createReader("JSON.parse", () => parseBody(text), pointsOfBody),
    createReader(
      "JSON.parse + exact columns",
      () => pointsOfBody(parseBody(text)),
      (columns) => columns,
    ),
  ];
  validateSamePoints(contestants, points);
  const durations = await measure(contestants, scale);
  const times = (name: string): number[] => ratios(durations[name]!, durations["columns"]!);
  return {
    goals: [
      { name: "JSON to exact columns vs JSON.parse", unit: "x", samples: times("JSON.parse"), floor: { atLeast: 2.5 } },
      {
        name: "JSON to exact columns vs JSON.parse + exact columns",
        unit: "x",
        samples: times("JSON.parse + exact columns"),
        floor: { atLeast: 5 },
      },
      {
        name: "JSON streamed in chunks of 64 KiB vs whole",
        unit: "x",
        samples: times("columns, in chunks of 64 KiB"),
        floor: { atMost: 2 },
      },
    ],
    tables: [createDurationTable(`JSON to exact columns, ${length} points`, durations, length)],
  };
};
