import type { Ims, ImsSubscription, ImsSubscriptionEntry } from "../store/ims.ts";
import type { ImsTag } from "../store/ims-tag.ts";
import type { Store } from "../store/store.ts";
import { formatMilliseconds } from "../store/time-text.ts";

/** A subscription whose copying has not begun. A subscription for the database brings one for the data lake (wiki, Subscriptions). */
export const initialState: Partial<ImsSubscription> = {
  tsdbBackfilled: false,
  tsdbEventsExported: 0,
  tsdbFirstExportedTime: null,
  tsdbLastExportedTime: null,
  dlBackfilled: false,
  dlEventsExported: 0,
  dlFirstExportedTime: null,
  dlLastExportedTime: null,
  dlParquetFirstExportedTime: null,
  dlParquetLastExportedTime: null,
  sourceFirstCountedTime: null,
  sourceLastCountedTime: null,
};

/** The id of the series that a tag is copied into; it is created where there is none. */
function findOrCreateSeries(store: Store, tag: ImsTag): string {
  const facility = tag.plantSapCode ?? "";
  const name = tag.tag ?? "";
  const series =
    store.findByName(facility, name) ??
    store.add({
      name,
      facility,
      source: "IMS",
      description: tag.description ?? null,
      unit: tag.engUnits ?? null,
      step: tag.stepped === "true",
      externalId: tag.uid ?? null,
      assetId: tag.plantStidCode ?? null,
    });
  return series.metadata.id;
}

/**
 * Subscribes to a tag; a subscription that is there already stays.
 *
 * @returns why not, where it cannot be
 */
export function createSubscription(
  {
    ims,
    store,
    callerId,
    nowMs,
  }: {
    readonly ims: Ims;
    readonly store: Store;
    readonly callerId: string;
    readonly nowMs: number;
  },
  uid: string,
): ImsSubscriptionEntry | string {
  const existing = ims.find(uid);
  if (existing !== undefined) return existing;
  const tag = ims.tags.find((one) => one.tag.uid === uid)?.tag;
  if (tag === undefined) return `Tag '${uid}' not found.`;
  const systemCode = tag.systemCode ?? "";
  const { quota, count } = ims.counter(systemCode)!;
  if (count >= quota) return `The quota of system '${systemCode}' is met: ${quota}.`;
  return ims.add(systemCode, {
    uId: uid,
    timeseriesId: findOrCreateSeries(store, tag),
    name: tag.tag ?? null,
    plantSapCode: readSapCode(tag.plantSapCode),
    plantStidCode: tag.plantStidCode ?? null,
    terminal: tag.terminal ?? null,
    fieldId: tag.fieldId ?? null,
    createdBy: callerId,
    created: formatMilliseconds(nowMs),
    tsdbExportEnabled: true,
    dlExportEnabled: true,
    ...initialState,
  });
}

/** SAP codes are numbers in subscriptions and texts in tags; null for one that is no number. */
export function readSapCode(text: string | null | undefined): number | null {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : null;
}
