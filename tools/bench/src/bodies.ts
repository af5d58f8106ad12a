import type { DatapointsResponse } from "@omnia-timeseries/core";
import { encodeResponse as encodeJson } from "@omnia-timeseries/json";
import { encodeResponse as encodeProtobuf } from "@omnia-timeseries/protobuf";
import type { Points } from "./points.ts";

export const seriesId = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";

/** What stands around the points of a page. */
export interface PageOptions {
  /** Points of the whole window. Default: those of the page. */
  readonly totalCount?: number;
  readonly continuationToken?: string;
}

export function createResponse(points: Points, options: PageOptions = {}): DatapointsResponse {
  const { totalCount = points.time.length, continuationToken } = options;
  return {
    items: [{ id: seriesId, totalCount, length: points.time.length, columns: { ...points } }],
    ...(continuationToken !== undefined && { continuationToken }),
  };
}

/** An answer in Protobuf. That other libraries read these points in it is checked by each bench. */
export function createProtobufBody(points: Points, options?: PageOptions): Buffer {
  return Buffer.concat([...encodeProtobuf(createResponse(points, options))]);
}

/** An answer in JSON. */
export function createJsonBody(points: Points, options?: PageOptions): Buffer {
  return Buffer.concat([...encodeJson(createResponse(points, options))]);
}
