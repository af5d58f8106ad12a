import { accessToken } from "./access-token.ts";
import { createTimeseriesClient } from "./client.ts";
import type { TimeseriesClient, TimeseriesClientOptions } from "./client.ts";
import { numberColumns } from "./format.ts";
import type { DatapointsResponseItem, Format } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";

export const id = "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc";
export const other = "da6f5c45-16b9-429f-8b29-b53bf701dcb0";
export const baseUrl = "https://api-test.gateway.equinor.com/plant/timeseries/v1.7";

export type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

/** What a server saw of a request. */
export interface Seen {
  readonly method: string;
  /** Below the API's base URL, as it was sent. */
  readonly target: string;
  readonly body: unknown;
}

/** A client whose answers are given one after the other, or by the request, and what it sent. */
export function createFakeClient(
  answers: readonly Answer[] | ((request: Request) => Response),
  options: Partial<TimeseriesClientOptions> = {},
): { readonly client: TimeseriesClient; readonly seen: Seen[] } {
  const seen: Seen[] = [];
  const client = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    format: wireFormat,
    fetch: async (request) => {
      const answer = typeof answers === "function" ? answers : answers[seen.length];
      const text = await request.clone().text();
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      seen.push({ method: request.method, target: request.url.slice(baseUrl.length), body });
      if (answer === undefined) throw new Error("The test has no more answers.");
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(request) : answer;
    },
    now: () => Date.parse("2024-06-01T00:00:00Z"),
    sleep: async () => {},
    ...options,
  });
  return { client, seen };
}

export const answerItems = (items: readonly unknown[], continuationToken: string | null = null): Response =>
  Response.json({ data: { items }, continuationToken });

export const refuse = (statusCode: number, message = "Service is unavailable"): Response =>
  Response.json({ statusCode, message, traceId: "0HMT7I3PQEH7M:00000DB3" }, { status: statusCode });

export async function errorOf(promise: Promise<unknown>): Promise<OmniaError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OmniaError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

interface WireItem {
  readonly id?: string;
  readonly datapoints?: readonly Readonly<Record<string, string | number | null>>[];
  readonly totalCount?: number;
  readonly statusCode?: number;
  readonly message?: string;
}

function toItem({ id, datapoints, totalCount, statusCode, message }: WireItem): DatapointsResponseItem {
  const rows = datapoints ?? [];
  const named = numberColumns.filter((name) => rows.some((row) => name in row));
  const numbers = named.map((name) => [name, Float64Array.from(rows, (row) => Number(row[name] ?? Number.NaN))]);
  const time = BigInt64Array.from(rows, (row) => BigInt(Date.parse(String(row["time"]))) * 1_000_000n);
  const status = Uint32Array.from(rows, (row) => Number(row["status"] ?? 0));
  return {
    ...(id !== undefined && { id }),
    ...(totalCount !== undefined && { totalCount }),
    ...(statusCode !== undefined && { error: { statusCode, ...(message !== undefined && { message }) } }),
    length: rows.length,
    columns: datapoints === undefined ? {} : { time, status, ...Object.fromEntries(numbers) },
  };
}

/** JSON at its plainest, to the millisecond, so that tests of `core` need no other package. */
const wireFormat: Format = {
  name: "wire",
  accept: "application/json",
  createDecoder() {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    return {
      push: (chunk) => void chunks.push(chunk.slice()),
      finish() {
        const text = chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
        const { data, continuationToken } = JSON.parse(text) as {
          data: { items: WireItem[] };
          continuationToken: string | null;
        };
        return { items: data.items.map(toItem), ...(continuationToken !== null && { continuationToken }) };
      },
    };
  },
};
