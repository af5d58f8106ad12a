// A process that serves one page over a link of a given rate: `/<format>/<encoding>/<Mbit/s, or 0 for no limit>`.
// Its arguments: `link-server.ts <points> <decimals, or nothing for all digits>`.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip, gzipSync } from "node:zlib";
import { createJsonBody, createProtobufBody } from "./bodies.ts";
import type { LinkEncoding, LinkFormat } from "./link-ways.ts";
import { createPoints } from "./points.ts";
import { serve } from "./serve.ts";

const level = 6;
const sliceBytes = 16 * 1024;

const [length = "0", decimals] = process.argv.slice(2);
const points = createPoints(Number(length), decimals === undefined ? undefined : Number(decimals));
const bodies: Readonly<Record<LinkFormat, Buffer>> = {
  json: Buffer.from(createJsonBody(points)),
  protobuf: Buffer.from(createProtobufBody(points)),
};
const compressed: Readonly<Record<LinkFormat, Buffer>> = {
  json: gzipSync(bodies.json, { level }),
  protobuf: gzipSync(bodies.protobuf, { level }),
};

/** What a late timer may catch up on. */
const burstMs = 10;

/** A token bucket: waits until the bytes may go. It begins empty, so that nothing is for free. */
function createBucket(bytesPerMs: number): (bytes: number) => Promise<void> {
  let available = 0;
  let last = performance.now();
  return async (bytes) => {
    if (bytesPerMs === 0) return;
    const now = performance.now();
    available = Math.min(burstMs * bytesPerMs, available + (now - last) * bytesPerMs) - bytes;
    last = now;
    if (available < 0) await sleep(-available / bytesPerMs);
  };
}

async function send(body: AsyncIterable<Buffer>, response: ServerResponse, megabitsPerSecond: number): Promise<void> {
  const mayGo = createBucket(megabitsPerSecond * 125);
  for await (const chunk of body) {
    for (let i = 0; i < chunk.length; i += sliceBytes) {
      const slice = chunk.subarray(i, i + sliceBytes);
      await mayGo(slice.length);
      if (!response.write(slice)) await new Promise((resolve) => response.once("drain", resolve));
    }
  }
  response.end();
}

function open(format: LinkFormat, encoding: LinkEncoding): AsyncIterable<Buffer> {
  if (encoding === "identity") return Readable.from([bodies[format]]);
  if (encoding === "gzip, ready") return Readable.from([compressed[format]]);
  return Readable.from([bodies[format]]).pipe(createGzip({ level }));
}

serve((request, response) => {
  const [, format, encoding, rate] = request.url!.split("/").map(decodeURIComponent) as [
    string,
    LinkFormat,
    LinkEncoding,
    string,
  ];
  response.setHeader("content-encoding", encoding === "identity" ? "identity" : "gzip");
  send(open(format, encoding), response, Number(rate)).catch((error: unknown) => response.destroy(error as Error));
});
