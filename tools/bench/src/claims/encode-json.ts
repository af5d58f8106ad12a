import { encodeResponse } from "@omnia-timeseries/json";
import { createResponse, seriesId } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import type { ParsedBody } from "../json-readers.ts";
import { createPoints } from "../points.ts";
import type { Points } from "../points.ts";
import { createWithReady, measure } from "../rounds.ts";
import { validateSameBytes } from "../same-bytes.ts";
import { ratios } from "../statistics.ts";

const utf8 = new TextEncoder();

/** As one would write it: milliseconds by `Date`, the digits after them by hand. */
function formatExact(ns: bigint): string {
  const ms = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 23);
  return `${ms}${String((ns % 1_000_000n) / 100n).padStart(4, "0")}Z`;
}

function createBody({ time, value, status }: Points): ParsedBody {
  const datapoints = Array.from(time, (ns, i) => ({ time: formatExact(ns), value: value[i]!, status: status[i]! }));
  const item = { id: seriesId, datapoints, totalCount: time.length };
  return { data: { items: [item] }, continuationToken: null };
}

/** Writing JSON from columns against `JSON.stringify`; all of them to bytes. */
export const encodeJson: Claim = async (scale) => {
  const length = scale.size(100_000);
  const points = createPoints(length);
  const response = createResponse(points);
  const contestants = [
    { name: "columns", run: () => [...encodeResponse(response)] },
    createWithReady(
      "JSON.stringify of ready objects",
      () => createBody(points),
      (body) => utf8.encode(JSON.stringify(body)),
    ),
    { name: "objects, then JSON.stringify", run: () => utf8.encode(JSON.stringify(createBody(points))) },
  ] as const;
  validateSameBytes(contestants);
  const durations = await measure(contestants, scale);
  const times = (name: string): number[] => ratios(durations[name]!, durations["columns"]!);
  return {
    goals: [
      {
        name: "columns to JSON vs JSON.stringify of ready objects",
        unit: "x",
        samples: times("JSON.stringify of ready objects"),
        floor: { atLeast: 1.2 },
      },
      {
        name: "columns to JSON vs building objects and JSON.stringify",
        unit: "x",
        samples: times("objects, then JSON.stringify"),
        floor: { atLeast: 3.5 },
      },
    ],
    tables: [createDurationTable(`Columns to JSON, ${length} points`, durations, length)],
  };
};
