import { encodeRows, validateResponseItem } from "@omnia-timeseries/core";
import type { DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";

type Part = Parameters<typeof encodeRows>[0][number];

/** The service's own times have seven. */
const fractionDigits = 7;

/**
 * A datapoint answer as the service writes it in JSON: times in UTC with 7 fraction digits (up to 9 where they need them),
 * −0 kept, a `value` of NaN as `null`, NaN in another column left out of its row.
 *
 * @returns the bytes in pieces, one an item, each written when it is asked for: so that no large answer need be in
 *   memory as a whole. An infinite number throws then.
 * @throws OmniaError `invalid-argument` for an infinite number, rows without `time`, a column that is not as long
 *   as its item says, and a `totalCount` that is no count
 */
export function encodeResponse({ items, continuationToken }: DatapointsResponse): Iterable<Uint8Array<ArrayBuffer>> {
  for (const [i, item] of items.entries()) validateResponseItem(item, place(i));
  return encodePieces(items, continuationToken);
}

function* encodePieces(
  items: readonly DatapointsResponseItem[],
  continuationToken: string | undefined,
): Generator<Uint8Array<ArrayBuffer>> {
  let before = `{"data":{"items":[`;
  for (const [i, item] of items.entries()) {
    yield encodeRows([before, ...itemParts(item, place(i))], fractionDigits);
    before = ",";
  }
  const end = `]},"continuationToken":${JSON.stringify(continuationToken ?? null)}}`;
  yield encodeRows([items.length === 0 ? before : "", end], fractionDigits);
}

/** Where an item is, for errors. */
function place(index: number): string {
  return `items[${index}]`;
}

function itemParts(item: DatapointsResponseItem, place: string): Part[] {
  const { id, facility, name, terminal, error, length, columns, totalCount, continuationToken } = item;
  const { statusCode, message, traceId } = error ?? {};
  return [
    `{${encodeMembers({ id, facility, name, terminal, statusCode, message, traceId }, "", ",")}"datapoints":`,
    { columns, length, place: `${place}.columns` },
    `${encodeMembers({ totalCount, continuationToken }, ",", "")}}`,
  ];
}

function encodeMembers(
  values: Readonly<Record<string, string | number | undefined>>,
  before: string,
  after: string,
): string {
  const members = Object.entries(values).filter(([, value]) => value !== undefined);
  return members.map(([name, value]) => `${before}"${name}":${JSON.stringify(value)}${after}`).join("");
}
