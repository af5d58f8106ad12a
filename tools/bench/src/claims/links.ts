import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { gzipSync } from "node:zlib";
import { createJsonBody, createProtobufBody } from "../bodies.ts";
import { startServer } from "../child-process.ts";
import type { Claim, Table } from "../claim.ts";
import { formatNumber } from "../duration-table.ts";
import { linkEncodings, linkFormats } from "../link-ways.ts";
import type { LinkEncoding, LinkFormat } from "../link-ways.ts";
import { pointsOfResponse } from "../our-readers.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import { digestOf } from "../same-points.ts";
import type { Scale } from "../scale.ts";
import { median } from "../statistics.ts";

const formats = { json, protobuf };
/** Of the link, in Mbit/s; 0 is loopback without a limit. */
const allSpeeds = [10, 50, 100, 300, 1000, 0];
/** Enough to see that all of it runs. */
const shortSpeeds = [1000, 0];
const speedName = (speed: number): string => (speed === 0 ? "no limit" : `${speed} Mbit/s`);

async function read(
  baseUrl: string,
  format: LinkFormat,
  encoding: LinkEncoding,
  speed: number,
): Promise<DatapointsResponse> {
  const response = await fetch(`${baseUrl}/${format}/${encodeURIComponent(encoding)}/${speed}`, {
    headers: { "accept-encoding": encoding === "identity" ? "identity" : "gzip" },
  });
  const decoder = formats[format].createDecoder();
  for await (const chunk of response.body!) decoder.push(chunk);
  return decoder.finish();
}

interface Signal {
  readonly name: string;
  readonly decimals?: number;
}

/** Milliseconds a page, by speed, format and encoding. */
type Durations = Readonly<Record<LinkFormat, Readonly<Record<LinkEncoding, readonly number[]>>>>;

async function measureSignal(
  { decimals }: Signal,
  speeds: readonly number[],
  length: number,
  scale: Scale,
): Promise<Durations> {
  const server = await startServer(new URL("../link-server.ts", import.meta.url), [
    `${length}`,
    ...(decimals === undefined ? [] : [`${decimals}`]),
  ]);
  try {
    const expected = digestOf(createPoints(length, decimals));
    const durations: Record<LinkFormat, Record<LinkEncoding, number[]>> = {
      json: { identity: [], gzip: [], "gzip, ready": [] },
      protobuf: { identity: [], gzip: [], "gzip, ready": [] },
    };
    const ways = linkFormats.flatMap((format) => linkEncodings.map((encoding) => ({ format, encoding })));
    for (const speed of speeds) {
      for (const { format, encoding } of ways) {
        const found = digestOf(pointsOfResponse(await read(server.baseUrl, format, encoding, speed)));
        if (found !== expected) throw new Error(`${format}, ${encoding}: not the points that were served.`);
      }
      const measured = await measure(
        ways.map(({ format, encoding }) => ({
          name: `${format} ${encoding}`,
          run: () => read(server.baseUrl, format, encoding, speed),
        })),
        // No goal hangs on these, and of a slow link the link itself is measured: it hardly varies, and takes its time.
        speed > 0 && speed <= 100
          ? { ...scale, rounds: Math.min(scale.rounds, 2), turnMs: 0, warmUpMs: 0 }
          : { ...scale, rounds: Math.min(scale.rounds, 5) },
      );
      for (const { format, encoding } of ways) {
        durations[format][encoding].push(median(measured[`${format} ${encoding}`]!));
      }
    }
    return durations;
  } finally {
    server.stop();
  }
}

function createTable(
  { name, decimals }: Signal,
  speeds: readonly number[],
  durations: Durations,
  length: number,
): Table {
  const points = createPoints(length, decimals);
  const sizes = { json: createJsonBody(points), protobuf: createProtobufBody(points) };
  const ways = linkFormats.flatMap((format) => linkEncodings.map((encoding) => ({ format, encoding })));
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(3)} MB`;
  return {
    title: `Accept-Encoding by link: ${name}, one page of ${length} points`,
    note: "Milliseconds a page, median; `gzip` is compressed by the server while it sends (zlib, level 6), `ready` was compressed before.",
    head: ["link", ...ways.map(({ format, encoding }) => `${format}, ${encoding}`)],
    rows: [
      [
        "bytes",
        ...ways.map(({ format, encoding }) => {
          const body = sizes[format];
          return megabytes(encoding === "identity" ? body.byteLength : gzipSync(body, { level: 6 }).byteLength);
        }),
      ],
      ...speeds.map((speed, i) => [
        speedName(speed),
        ...ways.map(({ format, encoding }) => formatNumber(durations[format][encoding][i]!)),
      ]),
    ],
  };
}

/** Until which link a format's pages come sooner compressed, whatever the signal. */
function conclude(
  format: LinkFormat,
  encoding: LinkEncoding,
  speeds: readonly number[],
  ofSignals: readonly Durations[],
): string {
  const firstLost = speeds.findIndex((_, i) =>
    ofSignals.some((durations) => durations[format][encoding][i]! >= durations[format].identity[i]!),
  );
  const lost = firstLost === -1 ? "" : `; at ${speedName(speeds[firstLost]!)} identity is`;
  const won = firstLost === 0 ? "on none of these links" : `up to ${speedName(speeds.at(firstLost - 1)!)}`;
  return `${format}: ${encoding} is faster than identity ${won}${firstLost === 0 ? "" : lost}.`;
}

/** Whether to ask for compressed answers: it saves bytes on the link, and costs time on both ends. */
export const links: Claim = async (scale) => {
  const length = scale.size(100_000);
  const speeds = scale.isShort ? shortSpeeds : allSpeeds;
  const signals: Signal[] = [{ name: "values of 3 decimals", decimals: 3 }, { name: "values with all digits" }];
  const ofSignals: Durations[] = [];
  for (const signal of signals) ofSignals.push(await measureSignal(signal, speeds, length, scale));
  return {
    goals: [],
    tables: signals.map((signal, i) => createTable(signal, speeds, ofSignals[i]!, length)),
    conclusions: linkFormats.flatMap((format) =>
      (["gzip", "gzip, ready"] as const).map((encoding) => conclude(format, encoding, speeds, ofSignals)),
    ),
  };
};
