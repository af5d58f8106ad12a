import { OmniaError } from "@omnia-timeseries/core";
import type { ItemsPage } from "@omnia-timeseries/core";
import { readJson } from "@omnia-timeseries/core/platform-api";
import type { components } from "./operations.ts";

/** What a control system reported. Source: specs/alarm-events/openapi.yaml. */
export type AlarmEvent = components["schemas"]["EventModel"];

/** One page of events. There are more when it carries a token. */
export interface EventsPage extends ItemsPage<AlarmEvent> {
  /** How many events the query has, where the service says it. */
  readonly totalCount: number | undefined;
}

/** The lists of this API stand at the top of the answer, not at `data`, and null is one without items. */
interface TopList<T> {
  readonly items?: readonly T[] | null;
  readonly totalCount?: number | null;
  readonly continuationToken?: string | null;
}

async function readTopList<T>(
  response: Response,
  maxBytes: number,
): Promise<TopList<T> & { readonly items: readonly T[] }> {
  const answer = await readJson<TopList<T>>()(response, maxBytes);
  const items = answer.items === null ? [] : answer.items;
  if (!Array.isArray(items)) throw new OmniaError("decode", "The answer has no list at items.");
  return { ...answer, items };
}

/** Reads `EventDto`. @throws OmniaError `decode` when it has no list */
export async function readEventsPage(response: Response, maxBytes: number): Promise<EventsPage> {
  const { items, totalCount, continuationToken } = await readTopList<AlarmEvent>(response, maxBytes);
  return {
    items,
    totalCount: totalCount ?? undefined,
    // An empty token leads nowhere.
    continuationToken: continuationToken || undefined,
  };
}

/** Reads a list that comes as a whole. @throws OmniaError `decode` when there is none */
export function readList<T>(): (response: Response, maxBytes: number) => Promise<readonly T[]> {
  return async (response, maxBytes) => (await readTopList<T>(response, maxBytes)).items;
}
