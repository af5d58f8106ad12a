import { numberColumns } from "@omnia-timeseries/core";
import type { DatapointsResponseItem } from "@omnia-timeseries/core";
import type { CompactDatapointsDto } from "./messages.ts";

/** A value as it is on the wire: of a double its 64 bits. */
export type Cell = { readonly case: "int64" | "double" | "uint32" | "uint64"; readonly value: bigint } | undefined;
export interface Item {
  readonly id: string;
  readonly totalCount: bigint;
  readonly fields: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
export interface Answer {
  readonly items: readonly Item[];
  readonly token: string;
}

// What the columns hold, as 64-bit patterns: by bigint alone, so that no double is touched on the way.

export const nan = 0x7ff8000000000000n;
export const doubleBits = (number: number): bigint => new BigUint64Array(Float64Array.of(number).buffer)[0]!;

function numberBits(cell: Cell): bigint {
  if (cell === undefined) return nan;
  return cell.case === "double" ? cell.value : doubleBits(Number(cell.value));
}

/** What the item must decode to. */
export function expectedItem({ id, totalCount, fields, rows }: Item) {
  const columns = fields.flatMap((name, column) => {
    const cells = rows.map((row) => row[column]);
    if (name === "time") return [[name, cells.map((cell) => BigInt.asUintN(64, cell!.value))] as const];
    if (name === "status") return [[name, cells.map((cell) => cell?.value ?? 0n)] as const];
    return (numberColumns as readonly string[]).includes(name) ? [[name, cells.map(numberBits)] as const] : [];
  });
  return { id, totalCount, length: rows.length, columns: Object.fromEntries(columns) };
}

/** What the item was decoded to. `isLittleEndian`: the byte order of its columns. */
export function foundItem({ id = "", totalCount = 0, length, columns }: DatapointsResponseItem, isLittleEndian = true) {
  const patterns = Object.entries(columns).map(([name, column]) => {
    const view = new DataView(column.buffer, column.byteOffset, column.byteLength);
    const bits = Array.from(column, (_, row) =>
      name === "status" ? BigInt(view.getUint32(4 * row, isLittleEndian)) : view.getBigUint64(8 * row, isLittleEndian),
    );
    return [name, bits] as const;
  });
  return { id, totalCount: BigInt(totalCount), length, columns: Object.fromEntries(patterns) };
}

/** What protobuf-es has read, as far as it is a table. */
export function itemsOfMessage({ data }: CompactDatapointsDto): Item[] {
  return data.map(({ id, totalCount, fields, values }) => {
    const cells = values.map(({ value }): Cell => {
      if (value.case === undefined) return undefined;
      const bits = value.case === "double" ? doubleBits(value.value) : BigInt(value.value);
      return { case: value.case, value: bits };
    });
    const rows = Array.from({ length: fields.length === 0 ? 0 : cells.length / fields.length }, (_, row) =>
      cells.slice(row * fields.length, (row + 1) * fields.length),
    );
    return { id, totalCount, fields, rows };
  });
}
