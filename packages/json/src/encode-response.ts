import { encodeRows, validateResponseItem } from "@omnia-timeseries/core";
import type { DatapointsResponse, DatapointsResponseItem } from "@omnia-timeseries/core";

type Part = Parameters<typeof encodeRows>[0][number];

/** The service's own times have seven. */
const fractionDigits = 7;

/**
 * A datapoint answer as the service writes it in JSON: times in UTC with 7 fraction digits (up to 9 where they need them),
 * −0 kept, a `value` of NaN as `null`, NaN in another column left out of its row.
 *
 * @throws OmniaError `invalid-argument` for an infinite number, rows without `time`, a column that is not as long
 *   as its item says, and a `totalCount` that is no count
 */
export function encodeResponse(response: DatapointsResponse): Uint8Array<ArrayBuffer> {
  const items = response.items.flatMap((item, i) => [i === 0 ? "" : ",", ...itemParts(item, `items[${i}]`)]);
  const continuationToken = JSON.stringify(response.continuationToken ?? null);
  const end = `]},"continuationToken":${continuationToken}}`;
  return encodeRows([`{"data":{"items":[`, ...items, end], fractionDigits);
}

function itemParts(item: DatapointsResponseItem, place: string): Part[] {
  validateResponseItem(item, place);
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
