import { numberColumns } from "@omnia-timeseries/core";
import type { Columns, NumberColumn } from "@omnia-timeseries/core";
import type { Cell } from "./read-cell.ts";
import { highIndex, lowIndex, wordsOf } from "./words.ts";

/** Puts a cell into its column. False when a cell of that kind, or of that size, does not belong there. */
export type CellWriter = (row: number, cell: Cell) => boolean;

/**
 * Adds the column `name` with `length` rows to `columns`.
 *
 * @returns what fills the column; `undefined` when no column has that name
 */
export function createCellWriter(columns: Columns, name: string, length: number): CellWriter | undefined {
  if (name === "time") return createTimeWriter((columns.time = new BigInt64Array(length)));
  if (name === "status") return createStatusWriter((columns.status = new Uint32Array(length)));
  if (!isNumberColumn(name)) return undefined;
  return createNumberWriter((columns[name] = new Float64Array(length)));
}

function isNumberColumn(name: string): name is NumberColumn {
  return (numberColumns as readonly string[]).includes(name);
}

function createTimeWriter(column: BigInt64Array): CellWriter {
  const words = wordsOf(column);
  return (row, { kind, low, high }) => {
    const fits = kind === "int64" || (kind === "uint64" && high < 2 ** 31);
    words[lowIndex(row)] = low;
    words[highIndex(row)] = high;
    return fits;
  };
}

function createStatusWriter(column: Uint32Array): CellWriter {
  return (row, { kind, low, high }) => {
    if (kind === "nothing") return true;
    column[row] = low;
    return kind !== "double" && high === 0;
  };
}

function createNumberWriter(column: Float64Array): CellWriter {
  const words = wordsOf(column);
  return (row, { kind, low, high }) => {
    if (kind === "nothing") column[row] = Number.NaN;
    else if (kind === "double") {
      words[lowIndex(row)] = low;
      words[highIndex(row)] = high;
    } else {
      // The product is exact, so that only the sum rounds: the nearest double, as from Number(bigint).
      column[row] = (kind === "int64" ? high | 0 : high) * 2 ** 32 + low;
    }
    return true;
  };
}
