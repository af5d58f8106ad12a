import { cellTags } from "./tags.ts";
import type { WireReader } from "./wire-reader.ts";

/** What one value message holds. `low` and `high` are its 64 bits as two unsigned words. */
export interface Cell {
  kind: "nothing" | "int64" | "double" | "uint32" | "uint64";
  low: number;
  high: number;
}

/** Reads one value message, whose content must be here, into `cell`. The last member of the oneof wins. */
export function readCell(reader: WireReader, cell: Cell): void {
  const outerEnd = reader.messageEnd;
  reader.messageEnd = reader.contentEnd;
  set(cell, "nothing", 0, 0);
  while (reader.position < reader.messageEnd) {
    // All of the message is here: this reads the field or throws.
    reader.readField();
    const { tag, low, high } = reader;
    if (tag === cellTags.double) set(cell, "double", low, high);
    else if (tag === cellTags.int64) set(cell, "int64", low, high);
    else if (tag === cellTags.uint64) set(cell, "uint64", low, high);
    // Protobuf's rule for a varint that is longer than its type: the lowest bits count.
    else if (tag === cellTags.uint32) set(cell, "uint32", low, 0);
    else reader.skipUnknown(cellTags.lastField);
  }
  reader.messageEnd = outerEnd;
}

function set(cell: Cell, kind: Cell["kind"], low: number, high: number): void {
  cell.kind = kind;
  cell.low = low;
  cell.high = high;
}
