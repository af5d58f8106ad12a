// A process that serves windows of points, in both formats: `page-server.ts <points> <points a page> [<latency in ms>]`.
import { parseTime } from "@omnia-timeseries/core";
import { createJsonBody, createProtobufBody } from "./bodies.ts";
import { createPoints, slicePoints } from "./points.ts";
import { serve } from "./serve.ts";

const [length = 0, pageSize = 0, latencyMs = 0] = process.argv.slice(2).map(Number);
const points = createPoints(length);

/** The first row that is not before `time`. */
function rowOf(time: string | null, otherwise: number): number {
  const ns = time === null ? undefined : parseTime(time);
  if (ns === undefined) return otherwise;
  const row = points.time.findIndex((at) => at >= ns);
  return row === -1 ? length : row;
}

/** Made when they are first asked for, and ready from then on: what is measured is who reads. */
const bodies = new Map<string, Buffer>();

function bodyOf(search: URLSearchParams, isJson: boolean): Buffer {
  const key = `${isJson} ${search.toString()}`;
  const known = bodies.get(key);
  if (known !== undefined) return known;
  const first = rowOf(search.get("startTime"), 0);
  const end = rowOf(search.get("endTime"), length);
  const from = Number(search.get("continuationToken") ?? first);
  const to = Math.min(from + pageSize, end);
  const options = { totalCount: end - first, ...(to < end && { continuationToken: String(to) }) };
  const body = (isJson ? createJsonBody : createProtobufBody)(slicePoints(points, from, to), options);
  bodies.set(key, body);
  return body;
}

serve((request, response) => {
  const isJson = request.headers.accept === "application/json";
  const body = bodyOf(new URL(request.url!, "http://localhost").searchParams, isJson);
  const answer = (): void => {
    response.writeHead(200, {
      "content-type": isJson ? "application/json" : "application/protobuf",
      "content-length": body.byteLength,
    });
    response.end(body);
  };
  if (latencyMs === 0) answer();
  else setTimeout(answer, latencyMs);
});
