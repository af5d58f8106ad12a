import { OmniaError, validateResponseItem } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { isHostLittleEndian } from "./host-byte-order.ts";
import { ItemEncoder } from "./item-encoder.ts";
import { responseTags } from "./tags.ts";
import { fieldLength, WireWriter } from "./wire-writer.ts";

/** Protobuf's own bound: a message is below 2 GiB. */
const maxByteLength = 2 ** 31 - 1;

/**
 * A datapoint answer as the service writes it in Protobuf (specs/timeseries/timeseries.proto): `time` as int64,
 * `status` as uint32, numbers as double, NaN as an empty value. `count` is a uint64 where it is an integer of 0 or
 * more (our decision, EVIDENCE.md). A `totalCount` of 0 is written, so that it can be told from none.
 * Protobuf has no place for name, facility, terminal, error and an item's own continuation token.
 *
 * @throws OmniaError `invalid-argument` for rows without `time`, a column that is not as long as its item says, a
 *   `totalCount` that is no count, and an answer of 2 GiB or more
 */
export function encodeResponse({ items, continuationToken = "" }: DatapointsResponse): Uint8Array<ArrayBuffer> {
  const token = new TextEncoder().encode(continuationToken);
  const encoders = items.map((item, i) => {
    validateResponseItem(item, `items[${i}]`);
    return new ItemEncoder(item, isHostLittleEndian);
  });
  // Everything is measured first, so that the one piece of memory fits.
  let byteLength = token.length > 0 ? fieldLength(token.length) : 0;
  for (const encoder of encoders) byteLength += fieldLength(encoder.byteLength);
  if (byteLength > maxByteLength) {
    throw new OmniaError("invalid-argument", `The answer has ${byteLength} bytes; in Protobuf it must be below 2 GiB.`);
  }

  const writer = new WireWriter(byteLength);
  for (const encoder of encoders) {
    writer.writeVarint(responseTags.data);
    writer.writeVarint(encoder.byteLength);
    encoder.write(writer);
  }
  if (token.length > 0) writer.writeBytes(responseTags.continuationToken, token);
  return writer.bytes;
}
