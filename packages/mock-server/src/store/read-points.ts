import { Datapoints, OmniaError, toNanoseconds } from "@omnia-timeseries/core";
import type { TimeInput } from "@omnia-timeseries/core";
import type { PointColumns } from "./columns.ts";

/** A point as a test gives it; status 192 (good) by default. */
export interface PointInput {
  readonly time: TimeInput;
  readonly value: number;
  readonly status?: number;
}

/**
 * The columns of the points that a test gives, in their order.
 *
 * @param name what they are called in the error
 * @throws OmniaError `invalid-argument`, naming the row, for what the service could not hold
 */
export function readPoints(points: Iterable<PointInput> | Datapoints, name: string, nowMs: number): PointColumns {
  const columns = points instanceof Datapoints ? points : collectColumns(points, name, nowMs);
  columns.value.forEach((value, row) => {
    if (!Number.isFinite(value)) {
      throw new OmniaError("invalid-argument", `${name}[${row}].value: ${value} is not a finite number.`);
    }
  });
  return { time: columns.time, value: columns.value, status: columns.status };
}

function collectColumns(points: Iterable<PointInput>, name: string, nowMs: number): PointColumns {
  const times: bigint[] = [];
  const values: number[] = [];
  const statuses: number[] = [];
  for (const { time, value, status = 192 } of points) {
    const row = times.length;
    times.push(toNanoseconds(time, `${name}[${row}].time`, nowMs));
    if (typeof value !== "number") {
      throw new OmniaError("invalid-argument", `${name}[${row}].value: ${JSON.stringify(value)} is not a number.`);
    }
    values.push(value);
    if (!Number.isInteger(status) || status < 0 || status > 2 ** 31 - 1) {
      throw new OmniaError("invalid-argument", `${name}[${row}].status: ${status} is not an int32 from 0 on.`);
    }
    statuses.push(status);
  }
  return { time: BigInt64Array.from(times), value: Float64Array.from(values), status: Uint32Array.from(statuses) };
}
