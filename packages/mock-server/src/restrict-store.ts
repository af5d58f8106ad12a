import type { Rights } from "./access.ts";
import type { Assumptions } from "./assumptions.ts";
import { Refusal } from "./refusal.ts";
import type { Series, Store } from "./store/store.ts";

/** What callers create is of this source: the platform tells it from who writes. */
const ownSource = "test";

/**
 * What operations do with the series that they look up, where it is not one series that they read: they change it,
 * or answer for each of many.
 */
const lookUps: Readonly<Record<string, "change" | "each">> = {
  writeData: "change",
  writeMultipleData: "change",
  deleteData: "change",
  puttimeseries: "change",
  patchTimeseries: "change",
  DeleteTimeseries: "change",
  GetOrAddTimeseries: "each",
  GetMultipleData: "each",
  GetMultipleFirst: "each",
  GetMultipleLatest: "each",
};

/**
 * The series that a caller may see, for one operation. One that may not be seen is not there, or refused with 403
 * where it is asked for alone; its name stays taken.
 */
export function restrictStore(
  store: Store,
  rights: Rights,
  operationId: string,
  hidden: Assumptions["hiddenSeries"],
): Store {
  const isSeen = ({ metadata: { facility, source } }: Series): boolean => rights.canSee(facility, source);

  function validateWrite(facility: string | null | undefined, source: string | null | undefined): void {
    if (rights.canWrite(facility, source)) return;
    const what = `source '${source}' in facility '${facility}'`;
    throw new Refusal(403, `Forbidden. No group of the caller may write timeseries of ${what}.`);
  }

  function reveal(series: Series | undefined): Series | undefined {
    if (series === undefined) return undefined;
    if (isSeen(series)) {
      const { facility, source } = series.metadata;
      if (lookUps[operationId] === "change") validateWrite(facility, source);
      return series;
    }
    if (hidden === "not-found" || lookUps[operationId] === "each") return undefined;
    throw new Refusal(403, "Forbidden. No group of the caller may see this timeseries.");
  }

  return {
    ...store,
    all: () => store.all().filter(isSeen),
    find: (id) => reveal(store.find(id)),
    findByName: (facility, name) => reveal(store.findByName(facility, name)),
    validateNew(fields) {
      validateWrite(fields.facility, ownSource);
      store.validateNew(fields);
    },
    add(fields) {
      validateWrite(fields.facility, ownSource);
      return store.add({ ...fields, source: ownSource });
    },
    change(series, fields, changedBy) {
      validateWrite(fields.facility, series.metadata.source);
      store.change(series, fields, changedBy);
    },
  };
}
