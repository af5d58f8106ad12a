import { numberColumns, validateResponseItem } from "@omnia-timeseries/core";
import type { DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";
import { createCellEncoder } from "./cell-encoder.ts";
import { itemTags, responseTags } from "./tags.ts";
import { WireWriter } from "./wire-writer.ts";

const columnOrder = ["time", "value", "status", ...numberColumns.filter((name) => name !== "value")] as const;

/**
 * A datapoint answer as the service writes it in Protobuf (specs/timeseries/timeseries.proto): `time` as int64,
 * `status` as uint32, numbers as double, NaN as an empty value. `count` is a uint64 where it is an integer of 0 or
 * more (our decision, EVIDENCE.md). A `totalCount` of 0 is written, so that it can be told from none.
 * Protobuf has no place for name, facility, terminal, error and an item's own continuation token.
 *
 * @throws OmniaError `invalid-argument` for rows without `time`, a column that is not as long as its item says, and
 *   a `totalCount` that is no count
 */
export function encodeResponse(response: DatapointsResponse): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  for (const [i, item] of response.items.entries()) {
    validateResponseItem(item, `items[${i}]`);
    writer.writeBytes(responseTags.data, encodeItem(item));
  }
  if (response.continuationToken) writer.writeText(responseTags.continuationToken, response.continuationToken);
  return writer.bytes.slice();
}

function encodeItem({ id, totalCount, length, columns }: DatapointsResponseItem): Uint8Array {
  const writer = new WireWriter();
  if (id) writer.writeText(itemTags.id, id);
  if (totalCount !== undefined) {
    writer.writeVarint(itemTags.totalCount);
    writer.writeVarint(totalCount % 2 ** 32, Math.floor(totalCount / 2 ** 32));
  }
  const encoders = columnOrder.flatMap((name) => {
    const column = columns[name];
    if (column === undefined) return [];
    writer.writeText(itemTags.fields, name);
    return [createCellEncoder(name, column)];
  });
  const cell = new WireWriter();
  for (let row = 0; row < length; row++) {
    for (const encodeCell of encoders) {
      cell.clear();
      encodeCell(cell, row);
      writer.writeBytes(itemTags.values, cell.bytes);
    }
  }
  return writer.bytes;
}
