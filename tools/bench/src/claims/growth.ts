import { protobuf } from "@omnia-timeseries/protobuf";
import { createProtobufBody } from "../bodies.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable, formatNumber } from "../duration-table.ts";
import { createReusingReader, decodeStreamed, pointsOfResponse } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import { createReader, validateSamePoints } from "../same-points.ts";
import { median, ratios } from "../statistics.ts";

const sizes = { "10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000 };
type Size = keyof typeof sizes;
const largest = "10M";

/** No system's pages are smaller. */
const pageBytes = 4096;
/** What the columns of a point take. */
const pointBytes = 20;

/** Takes new memory and writes one byte to each of its pages, which is when a system provides them. */
function touchNewMemory(byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  for (let i = 0; i < byteLength; i += pageBytes) bytes[i] = 1;
  return bytes;
}

/** That a point costs the same in a small body and in a large one. */
export const growth: Claim = async (scale) => {
  const readers = (Object.entries(sizes) as [Size, number][]).flatMap(([size, length]) => {
    const points = createPoints(scale.size(length));
    const body = createProtobufBody(points);
    const readAgain = createReusingReader(protobuf);
    const ofSize = [
      createReader(`${size}, memory that is used again`, () => readAgain(body), pointsOfResponse),
      createReader(`${size}, new memory`, () => decodeStreamed(protobuf, body), pointsOfResponse),
    ];
    validateSamePoints(ofSize, points);
    return ofSize;
  });
  const largestLength = scale.size(sizes[largest]);
  const touch = { name: `${largest}, new memory alone`, run: () => touchNewMemory(pointBytes * largestLength) };
  const durations = await measure([...readers, touch], scale);
  const perPoint = (size: Size, memory: string): number[] =>
    durations[`${size}, ${memory}`]!.map((ms) => (ms * 1e6) / scale.size(sizes[size]));
  return {
    goals: [
      {
        name: "growth of protobuf to columns in memory that is used again, ns a point, 10M vs 100k",
        unit: "x",
        samples: ratios(perPoint("10M", "memory that is used again"), perPoint("100k", "memory that is used again")),
        floor: { atMost: 1.5 },
      },
      {
        name: "the same in new memory",
        unit: "x",
        samples: ratios(perPoint("10M", "new memory"), perPoint("100k", "new memory")),
      },
    ],
    tables: [
      {
        ...createDurationTable("Growth: Protobuf to columns, streamed", {}, 1),
        note:
          `To provide the pages of ${pointBytes} new bytes takes this machine ${formatNumber(median(perPoint(largest, "new memory alone")))} ns. ` +
          "A small answer mostly gets memory that the process has already; a large one does not. `reuseBuffers` saves it for each page but the first.",
        rows: Object.entries(durations).flatMap(([name, samples]) => {
          const size = name.split(",")[0] as Size;
          return createDurationTable("", { [name]: samples }, scale.size(sizes[size])).rows;
        }),
      },
    ],
  };
};
