import { Datapoints } from "./datapoints.ts";
import type { Columns } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";
import { quality } from "./quality.ts";
import { toNanoseconds } from "./time.ts";
import type { TimeInput } from "./time.ts";

/** A point to write. */
export interface DatapointInput {
  readonly time: TimeInput;
  /** Any finite number. */
  readonly value: number;
  /** 0 to 4 294 967 295; 192 = good. Default: 192. */
  readonly status?: number | undefined;
}

const maxStatus = 0xffff_ffff;

function validateValue(value: unknown, name: string): asserts value is number {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new OmniaError(
    "invalid-argument",
    `${name}: ${String(value)} is not a finite number, and the service stores no other.`,
  );
}

function validateStatus(status: number, name: string): void {
  if (Number.isInteger(status) && status >= 0 && status <= maxStatus) return;
  throw new OmniaError("invalid-argument", `${name}: ${String(status)} is not a whole number from 0 to ${maxStatus}.`);
}

/**
 * The points as columns, those of a read as they are.
 *
 * @param place what the caller calls them, such as `items[3].datapoints`
 * @throws OmniaError `invalid-argument` with the place and the point's index, also where there are none
 */
export function toColumns(
  datapoints: Iterable<DatapointInput>,
  place: string,
  nowMs: number,
): Required<Pick<Columns, "time" | "value" | "status">> {
  if (typeof (datapoints as Partial<Iterable<DatapointInput>> | undefined)?.[Symbol.iterator] !== "function") {
    throw new OmniaError("invalid-argument", `${place}: is not a list of { time, value, status }.`);
  }
  const columns = isWhole(datapoints) ? checkColumns(datapoints, place) : readRows(datapoints, place, nowMs);
  if (columns.time.length === 0) {
    throw new OmniaError("invalid-argument", `${place}: is empty; there is nothing to write.`);
  }
  return columns;
}

const isWhole = (points: Iterable<DatapointInput>): points is Datapoints =>
  points instanceof Datapoints && points.value.length === points.length && points.status.length === points.length;

function checkColumns(
  { time, value, status }: Datapoints,
  place: string,
): Required<Pick<Columns, "time" | "value" | "status">> {
  const bad = value.findIndex((one) => !Number.isFinite(one));
  if (bad !== -1) validateValue(value[bad], `${place}[${bad}].value`);
  return { time, value, status };
}

function readRows(
  datapoints: Iterable<DatapointInput>,
  place: string,
  nowMs: number,
): Required<Pick<Columns, "time" | "value" | "status">> {
  const times: bigint[] = [];
  const values: number[] = [];
  const statuses: number[] = [];
  for (const { time, value, status = quality.good } of datapoints) {
    const name = `${place}[${times.length}]`;
    validateValue(value, `${name}.value`);
    validateStatus(status, `${name}.status`);
    times.push(toNanoseconds(time, `${name}.time`, nowMs));
    values.push(value);
    statuses.push(status);
  }
  return { time: BigInt64Array.from(times), value: Float64Array.from(values), status: Uint32Array.from(statuses) };
}
