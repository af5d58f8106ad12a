import type { DatapointsResponseItem } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";

/**
 * Checks a series before it is encoded, in any format.
 *
 * @param place where the item is, such as `items[3]`
 * @throws OmniaError `invalid-argument` for rows without `time`, a column that is not as long as the item says, and a
 *   `totalCount` that is no count
 */
export function validateResponseItem({ length, columns, totalCount }: DatapointsResponseItem, place: string): void {
  if (length > 0 && columns.time === undefined) {
    throw new OmniaError("invalid-argument", `${place} has ${length} rows but no column "time".`);
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column.length !== length) {
      throw new OmniaError(
        "invalid-argument",
        `${place}.columns.${name} has ${column.length} rows, expected ${length}.`,
      );
    }
  }
  if (totalCount !== undefined && (!Number.isSafeInteger(totalCount) || totalCount < 0)) {
    throw new OmniaError(
      "invalid-argument",
      `${place}.totalCount is ${totalCount}, expected an integer from 0 to 2^53 - 1.`,
    );
  }
}
