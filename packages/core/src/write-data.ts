import { OmniaError } from "./omnia-error.ts";
import { operations } from "./operations.ts";
import type { components } from "./operations.ts";
import { readJson } from "./read-json.ts";
import { formatTime, toNanoseconds } from "./time.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** A point to write. */
export interface DatapointInput {
  readonly time: TimeInput;
  /** Any finite number. */
  readonly value: number;
  /** 0 to 4 294 967 295; 192 = good. Default: 192. */
  readonly status?: number | undefined;
}

export interface WriteDataParameters {
  /** GUID of the series. */
  readonly id: string;
  /** Rows, or the columns that a read gave. A point at a time that the series has already replaces it. */
  readonly datapoints: Iterable<DatapointInput>;
  /**
   * `false`: the answer comes when the points are committed. Otherwise the service puts them in a
   * queue and they can be read some time later.
   */
  readonly async?: boolean | undefined;
}

/** What the service said to a write or a deletion. */
export interface ServiceMessage {
  /** HTTP status: 200 done, 202 accepted and not yet done. */
  readonly statusCode: number;
  readonly message?: string;
  readonly traceId?: string;
}

const goodStatus = 192;
const maxStatus = 0xffff_ffff;

function encodeRow({ time, value, status = goodStatus }: DatapointInput, index: number, nowMs: number): string {
  const at = `datapoints[${index}]`;
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new OmniaError(
      "invalid-argument",
      `${at}.value: ${String(value)} is not a finite number, and the service stores no other.`,
    );
  }
  if (!Number.isInteger(status) || status < 0 || status > maxStatus) {
    throw new OmniaError(
      "invalid-argument",
      `${at}.status: ${String(status)} is not a whole number from 0 to ${maxStatus}.`,
    );
  }
  // JSON.stringify and String() drop the sign of −0.
  const number = Object.is(value, -0) ? "-0" : String(value);
  return `{"time":"${formatTime(toNanoseconds(time, `${at}.time`, nowMs))}","value":${number},"status":${status}}`;
}

/** The JSON text of a write, exact in every digit. @throws OmniaError `invalid-argument` with the point's index */
export function encodeDatapoints(datapoints: Iterable<DatapointInput>, nowMs: number): string {
  const rows: string[] = [];
  for (const point of datapoints) rows.push(encodeRow(point, rows.length, nowMs));
  if (rows.length === 0) throw new OmniaError("invalid-argument", "datapoints: is empty; there is nothing to write.");
  return `{"datapoints":[${rows.join(",")}]}`;
}

/** One writeData request. @throws OmniaError */
export async function writeData(
  transport: Transport,
  parameters: WriteDataParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  const { id, datapoints, async } = parameters;
  if (typeof (datapoints as Partial<Iterable<DatapointInput>> | undefined)?.[Symbol.iterator] !== "function") {
    throw new OmniaError("invalid-argument", "datapoints: is not a list of { time, value, status }.");
  }
  const body = encodeDatapoints(datapoints, transport.now());
  return transport.send(
    { operation: operations.writeData, path: { id }, query: { async }, body, accept: "application/json" },
    async (response, maxBytes) => {
      const { message, traceId } = await readJson<components["schemas"]["MessageModel"]>()(response, maxBytes);
      // The body's own statusCode has been seen to be 0; the HTTP status is what counts.
      return {
        statusCode: response.status,
        ...(message == null ? {} : { message }),
        ...(traceId == null ? {} : { traceId }),
      };
    },
    options,
  );
}
