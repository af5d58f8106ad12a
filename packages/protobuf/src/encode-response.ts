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
 * @returns the bytes in pieces, one an item, each written when it is asked for: so that no large answer need be in
 *   memory as a whole
 * @throws OmniaError `invalid-argument` for rows without `time`, a column that is not as long as its item says, a
 *   `totalCount` that is no count, and an item that may take 2 GiB or more
 */
export function encodeResponse({
  items,
  continuationToken = "",
}: DatapointsResponse): Iterable<Uint8Array<ArrayBuffer>> {
  const encoders = items.map((item, i) => {
    validateResponseItem(item, `items[${i}]`);
    const encoder = new ItemEncoder(item, isHostLittleEndian);
    if (encoder.maxByteLength > maxByteLength) {
      const most = `may take ${encoder.maxByteLength} bytes`;
      throw new OmniaError("invalid-argument", `items[${i}] ${most}; in Protobuf it must be below 2 GiB.`);
    }
    return encoder;
  });
  return encodePieces(encoders, new TextEncoder().encode(continuationToken));
}

function* encodePieces(encoders: readonly ItemEncoder[], token: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (const encoder of encoders) {
    const writer = new WireWriter(fieldLength(encoder.maxByteLength));
    writer.writeMessage(responseTags.data, encoder.maxByteLength, () => encoder.write(writer));
    yield writer.written;
  }
  if (token.length > 0) {
    const writer = new WireWriter(fieldLength(token.length));
    writer.writeBytes(responseTags.continuationToken, token);
    yield writer.written;
  }
}
