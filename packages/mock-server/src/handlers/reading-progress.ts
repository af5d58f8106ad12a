import type { FederationSource } from "@omnia-timeseries/core";
import type { PageRequest } from "../store/read-page.ts";
import { decodeContinuationToken, encodeContinuationToken } from "../continuation-token.ts";

/** How far the reading of some series has come. */
export interface ReadingProgress {
  /** What "now" was on the first page: the end of windows without an end does not move from page to page. */
  readonly nowMs: number;
  /** One per series. */
  readonly positions: readonly PageRequest["position"][];
}

export function startReading(nowMs: number, series: number): ReadingProgress {
  return { nowMs: Math.floor(nowMs), positions: Array.from({ length: series }, () => "start") };
}

/** What a token fits: positions in one source are none in another. */
function toScope(source: FederationSource | undefined, identities: readonly string[]): readonly string[] {
  return ["points", source ?? "", ...identities];
}

/**
 * Where a token says to go on.
 *
 * @param source where it is read from, if not from everywhere
 * @param identities what names each series in the request, in order
 * @returns undefined when the token is none of these series there
 */
export function resumeReading(
  source: FederationSource | undefined,
  identities: readonly string[],
  token: string,
): ReadingProgress | undefined {
  const [now, ...positions] = decodeContinuationToken(toScope(source, identities), token) ?? [];
  if (now === undefined) return undefined;
  return { nowMs: Number(now), positions: positions.map((position) => position ?? "finished") };
}

/**
 * The token of the next page, if there is one.
 *
 * @param next where the next page of each series begins, undefined for those that are read to the end
 */
export function continueReading(
  source: FederationSource | undefined,
  identities: readonly string[],
  nowMs: number,
  next: readonly (bigint | undefined)[],
): { continuationToken?: string } {
  if (next.every((position) => position === undefined)) return {};
  return { continuationToken: encodeContinuationToken(toScope(source, identities), [BigInt(nowMs), ...next]) };
}
