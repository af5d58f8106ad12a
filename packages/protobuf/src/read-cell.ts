import { cellTags } from "./tags.ts";
import type { WireReader } from "./wire-reader.ts";

/** What one value message holds. `low` and `high` are its 64 bits as two unsigned words. */
export interface Cell {
  kind: "nothing" | "int64" | "double" | "uint32" | "uint64";
  low: number;
  high: number;
}

/** Reads one value message into `cell`. The last member of the oneof wins. */
export function readCell(reader: WireReader, cell: Cell): void {
  cell.kind = "nothing";
  while (!reader.isAtEnd) {
    const tag = reader.readTag();
    if (tag === cellTags.double) {
      reader.readFixed64();
      set(cell, "double", reader);
    } else if (tag === cellTags.int64) {
      reader.readVarint();
      set(cell, "int64", reader);
    } else if (tag === cellTags.uint64) {
      reader.readVarint();
      set(cell, "uint64", reader);
    } else if (tag === cellTags.uint32) {
      reader.readVarint();
      set(cell, "uint32", reader);
      // Protobuf's rule for a varint that is longer than its type.
      cell.high = 0;
    } else {
      reader.skipUnknown(tag, cellTags.lastField);
    }
  }
}

function set(cell: Cell, kind: Cell["kind"], { low, high }: WireReader): void {
  cell.kind = kind;
  cell.low = low;
  cell.high = high;
}
