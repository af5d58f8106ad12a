import { Datapoints } from "./datapoints.ts";
import { encodeRows } from "./encode-rows.ts";
import type { Columns } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { operations } from "./operations.ts";
import { readMessage } from "./read-message.ts";
import type { ServiceMessage } from "./read-message.ts";
import { toNanoseconds } from "./time.ts";
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

const goodStatus = 192;
const maxStatus = 0xffff_ffff;

function validateValue(value: unknown, index: number): asserts value is number {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new OmniaError(
    "invalid-argument",
    `datapoints[${index}].value: ${String(value)} is not a finite number, and the service stores no other.`,
  );
}

function validateStatus(status: number, index: number): void {
  if (Number.isInteger(status) && status >= 0 && status <= maxStatus) return;
  throw new OmniaError(
    "invalid-argument",
    `datapoints[${index}].status: ${String(status)} is not a whole number from 0 to ${maxStatus}.`,
  );
}

/** The points as columns, those of a read as they are. @throws OmniaError `invalid-argument` with the point's index */
function toColumns(
  datapoints: Iterable<DatapointInput>,
  nowMs: number,
): Required<Pick<Columns, "time" | "value" | "status">> {
  if (
    datapoints instanceof Datapoints &&
    datapoints.value.length === datapoints.length &&
    datapoints.status.length === datapoints.length
  ) {
    const { time, value, status } = datapoints;
    value.forEach(validateValue);
    return { time, value, status };
  }
  const times: bigint[] = [];
  const values: number[] = [];
  const statuses: number[] = [];
  for (const { time, value, status = goodStatus } of datapoints) {
    const index = times.length;
    validateValue(value, index);
    validateStatus(status, index);
    times.push(toNanoseconds(time, `datapoints[${index}].time`, nowMs));
    values.push(value);
    statuses.push(status);
  }
  return { time: BigInt64Array.from(times), value: Float64Array.from(values), status: Uint32Array.from(statuses) };
}

/** The JSON of a write in UTF-8, exact in every digit. @throws OmniaError `invalid-argument` with the point's index */
export function encodeDatapoints(datapoints: Iterable<DatapointInput>, nowMs: number): Uint8Array<ArrayBuffer> {
  const columns = toColumns(datapoints, nowMs);
  const length = columns.time.length;
  if (length === 0) throw new OmniaError("invalid-argument", "datapoints: is empty; there is nothing to write.");
  // A time gets the digits that it has.
  return encodeRows([`{"datapoints":`, { columns, length, place: "datapoints" }, "}"], 0);
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
    readMessage,
    options,
  );
}
