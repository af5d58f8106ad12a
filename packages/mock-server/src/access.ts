import type { Route } from "./door/find-operation.ts";
import type { Platform } from "./platform.ts";
import { restrictEvents } from "./restrict-events.ts";
import { restrictStore } from "./restrict-store.ts";
import { isSameFacility } from "./store/facilities.ts";

/**
 * Lets a group see the series of a source, in all plants or in one, and perhaps change them.
 * Source: the platform's own group mappings, as Seeq's "Synchronizing Security Information From Omnia Plant" shows them.
 */
export interface GroupMapping {
  readonly id?: string;
  /** The object id of a group in the directory. */
  readonly groupId: string;
  /** Codes of one plant; without any, all plants are meant. */
  readonly plantSapCode?: string | null;
  readonly plantStidCode?: string | null;
  /** Of series, such as `IMS`; what callers create themselves is of `test`. */
  readonly source: string;
  readonly canWrite: boolean;
}

/** Who asks. */
export interface Caller {
  /** The object id of a person, or the id of an app. */
  readonly id: string;
  /** Ids of the groups that the token names. */
  readonly groups: readonly string[];
}

/** What someone may do with series. */
export interface Rights {
  canSee(facility: string | null | undefined, source: string | null | undefined): boolean;
  canWrite(facility: string | null | undefined, source: string | null | undefined): boolean;
  /** Whether anything of a facility can be seen. */
  canSeeFacility(facility: string): boolean;
}

function isInPlant({ plantSapCode, plantStidCode }: GroupMapping, facility: string | null | undefined): boolean {
  const codes = [plantSapCode, plantStidCode].filter((code) => code !== null && code !== undefined && code !== "");
  return codes.length === 0 || codes.some((code) => isSameFacility(code!, facility));
}

/** The rights that the groups of a caller add up to. */
export function createRights(mappings: readonly GroupMapping[], { groups }: Caller): Rights {
  const mine = mappings.filter(({ groupId }) => groups.some((id) => id.toLowerCase() === groupId.toLowerCase()));
  const find = (
    facility: string | null | undefined,
    source: string | null | undefined,
    accepts: (mapping: GroupMapping) => boolean,
  ): boolean => mine.some((mapping) => mapping.source === source && isInPlant(mapping, facility) && accepts(mapping));
  return {
    canSee: (facility, source) => find(facility, source, () => true),
    canWrite: (facility, source) => find(facility, source, ({ canWrite }) => canWrite),
    canSeeFacility: (facility) => mine.some((mapping) => isInPlant(mapping, facility)),
  };
}

/**
 * What a caller finds on the platform, for one operation.
 *
 * @param mappings undefined where every caller sees and writes everything
 */
export function restrictPlatform(
  platform: Platform,
  mappings: readonly GroupMapping[] | undefined,
  { api, operation }: Pick<Route, "api" | "operation">,
  caller: Caller,
): Platform {
  // Of a tag the platform makes the series, and not the caller.
  if (mappings === undefined || (api.name === "ims-subscriptions" && operation.operationId === "CreateSubscriptions")) {
    return platform;
  }
  const rights = createRights(mappings, caller);
  const { hiddenSeries } = platform.assumptions;
  return api.name === "alarm-events"
    ? { ...platform, ...restrictEvents(platform, rights, hiddenSeries) }
    : { ...platform, store: restrictStore(platform.store, rights, operation.operationId, hiddenSeries) };
}
