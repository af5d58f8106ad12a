import { OmniaError } from "@omnia-timeseries/core";
import type { PointColumns } from "../store/columns.ts";
import type { PointsDocument } from "./data-document.ts";

function encodeColumn({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

export function encodePoints({ time, value, status }: PointColumns): PointsDocument {
  return {
    count: time.length,
    time: encodeColumn(time),
    value: encodeColumn(value),
    status: encodeColumn(status),
  };
}

/** The bytes in memory of their own, which begins where columns may begin. */
function decodeColumn(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, "base64")).buffer;
}

/**
 * @param name what they are called in the error
 * @throws OmniaError `invalid-argument` for columns of different lengths, and values that are not finite
 */
export function decodePoints({ count, ...columns }: PointsDocument, name: string): PointColumns {
  const bytes = {
    time: decodeColumn(columns.time),
    value: decodeColumn(columns.value),
    status: decodeColumn(columns.status),
  };
  const fail = (why: string): never => {
    throw new OmniaError("invalid-argument", `${name}: ${why}.`);
  };
  const wrong = (["time", "value", "status"] as const).find(
    (column) => bytes[column].byteLength !== count * (column === "status" ? 4 : 8),
  );
  if (wrong !== undefined) fail(`the column ${wrong} does not have ${count} values`);
  const time = new BigInt64Array(bytes.time);
  const value = new Float64Array(bytes.value);
  const status = new Uint32Array(bytes.status);
  const infinite = value.findIndex((one) => !Number.isFinite(one));
  if (infinite >= 0) fail(`value[${infinite}] is not a finite number`);
  return { time, value, status };
}
