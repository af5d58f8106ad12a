import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { Format } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { seriesId } from "../bodies.ts";
import { startServer } from "../child-process.ts";
import type { Claim } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import { parseBody, pointsOfBody } from "../json-readers.ts";
import type { ParsedBody } from "../json-readers.ts";
import { createPoints, joinPoints } from "../points.ts";
import type { Points } from "../points.ts";
import { pointsOfProtobufEs, readProtobufEs } from "../protobuf-readers.ts";
import { measure } from "../rounds.ts";
import { digestOf } from "../same-points.ts";
import { ratios } from "../statistics.ts";

const pageCount = 10;

async function readOurs(baseUrl: string, format: Format): Promise<Points[]> {
  const client = createTimeseriesClient({
    environment: { name: "bench", baseUrl, scope: "bench" },
    credential: accessToken(() => "token"),
    format,
  });
  const pages: Points[] = [];
  for await (const page of client.readDatapoints({ id: seriesId, startTime: "2026-01-01", endTime: "2027-01-01" })) {
    pages.push(page);
  }
  return pages;
}

/** All pages by `fetch` alone, each read by `read`, which also finds the token of the next. */
async function readPages<T extends { readonly continuationToken: string | null }>(
  baseUrl: string,
  accept: string,
  read: (response: Response) => Promise<T>,
): Promise<T[]> {
  const pages: T[] = [];
  let query = "";
  for (;;) {
    const page = await read(await fetch(`${baseUrl}/${seriesId}/data${query}`, { headers: { accept } }));
    pages.push(page);
    if (page.continuationToken === null || page.continuationToken === "") return pages;
    query = `?continuationToken=${page.continuationToken}`;
  }
}

const readMessages = (baseUrl: string) =>
  readPages(baseUrl, protobuf.accept, async (response) => readProtobufEs(new Uint8Array(await response.arrayBuffer())));

const readObjects = (baseUrl: string) =>
  readPages(baseUrl, json.accept, async (response) => (await response.json()) as ParsedBody);

/** Times as milliseconds, values as they are: what a chart wants. */
async function readDates(baseUrl: string): Promise<{ timeMs: number[]; value: number[] }[]> {
  return (await readObjects(baseUrl)).map(({ data }) => {
    const rows = data.items[0].datapoints;
    return { timeMs: rows.map(({ time }) => Date.parse(time)), value: rows.map(({ value }) => value) };
  });
}

/** The bytes alone, one page after the other. */
async function dropBytes(baseUrl: string, pageSize: number): Promise<void> {
  for (let page = 0; page < pageCount; page++) {
    const response = await fetch(`${baseUrl}/${seriesId}/data?continuationToken=${page * pageSize}`, {
      headers: { accept: protobuf.accept },
    });
    const reader = response.body!.getReader();
    while (!(await reader.read()).done);
  }
}

async function validate(baseUrl: string, points: Points): Promise<void> {
  const found = [
    ...(await Promise.all([readOurs(baseUrl, protobuf), readOurs(baseUrl, json)])),
    (await readMessages(baseUrl)).map(pointsOfProtobufEs),
    (await readObjects(baseUrl)).map((page) => pointsOfBody(parseBody(JSON.stringify(page)))),
  ];
  const expected = digestOf(points);
  for (const pages of found) {
    if (digestOf(joinPoints(pages)) !== expected) throw new Error("Not the points that were served.");
  }
  const dates = await readDates(baseUrl);
  const isSame = dates.flatMap(({ timeMs }) => timeMs).every((ms, i) => BigInt(ms) === points.time[i]! / 1_000_000n);
  if (!isSame) throw new Error("Not the times that were served.");
}

/** A million points in ten pages from a server on loopback, in a process of its own. */
export const endToEnd: Claim = async (scale) => {
  const pageSize = scale.size(100_000);
  const length = pageCount * pageSize;
  const server = await startServer(new URL("../page-server.ts", import.meta.url), [`${length}`, `${pageSize}`]);
  try {
    const { baseUrl } = server;
    await validate(baseUrl, createPoints(length));
    const durations = await measure(
      [
        { name: "readDatapoints, protobuf", run: () => readOurs(baseUrl, protobuf) },
        { name: "readDatapoints, json", run: () => readOurs(baseUrl, json) },
        { name: "fetch + protobuf-es", run: () => readMessages(baseUrl) },
        { name: "fetch + json() + Date.parse", run: () => readDates(baseUrl) },
        { name: "fetch, protobuf, bytes dropped", run: () => dropBytes(baseUrl, pageSize) },
      ],
      scale,
    );
    const times = (slow: string, fast: string): number[] => ratios(durations[slow]!, durations[fast]!);
    const goal = "1M points over loopback, readDatapoints";
    return {
      goals: [
        {
          name: `${goal} (protobuf) vs fetch + protobuf-es`,
          unit: "x",
          samples: times("fetch + protobuf-es", "readDatapoints, protobuf"),
          floor: { atLeast: 8 },
        },
        {
          name: `${goal} (protobuf) vs fetch + json() + Date.parse`,
          unit: "x",
          samples: times("fetch + json() + Date.parse", "readDatapoints, protobuf"),
          floor: { atLeast: 6 },
        },
        {
          name: `${goal} (json) vs fetch + json() + Date.parse`,
          unit: "x",
          samples: times("fetch + json() + Date.parse", "readDatapoints, json"),
        },
        {
          name: `${goal} (protobuf) vs fetch with bytes dropped`,
          unit: "x",
          samples: times("readDatapoints, protobuf", "fetch, protobuf, bytes dropped"),
        },
      ],
      tables: [
        createDurationTable(`End to end over loopback, ${length} points in ${pageCount} pages`, durations, length),
      ],
    };
  } finally {
    server.stop();
  }
};
