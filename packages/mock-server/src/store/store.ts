import { OmniaError } from "@omnia-timeseries/core";
import type { PointColumns } from "./columns.ts";
import { facilityKey, isKnownFacility } from "./facilities.ts";
import { createPoints } from "./points.ts";
import type { Points } from "./points.ts";
import { createSeriesId } from "./series-id.ts";
import { compareFields, completeFields } from "./series-metadata.ts";
import type { MetadataChange, SeriesFields, TimeseriesItem } from "./series-metadata.ts";
import { formatMilliseconds } from "./time-text.ts";

export interface Series {
  /** Ascends with creation, and is never used again. */
  readonly sequence: number;
  /** Never changed itself: a change puts another in its place. */
  readonly metadata: TimeseriesItem;
  readonly points: Points;
  /** Oldest first; a change that left every field as it was is not in it. */
  readonly history: readonly MetadataChange[];
}

/** What is told of a new series; the store adds the rest. */
export interface NewSeries extends SeriesFields {
  readonly id?: string | undefined;
  readonly source?: string | undefined;
}

/** Series and their points, as they are at this moment of the clock. */
export interface Store {
  /** In the order of their creation. */
  all(): readonly Series[];
  find(id: string): Series | undefined;
  /** The code may be any of the facility's. */
  findByName(facility: string, name: string): Series | undefined;
  /** Whether the common library has this code. */
  isFacility(code: string): boolean;
  /** @throws OmniaError `conflict` when the facility has the name already */
  validateNew(fields: SeriesFields): void;
  /** @throws OmniaError `conflict` when the facility has the name already, or the id is taken */
  add(series: NewSeries): Series;
  /**
   * Overwrites all fields of a series.
   * @throws OmniaError `conflict` when another series of the facility has the name
   */
  change(series: Series, fields: SeriesFields, changedBy: string): void;
  /** Forgets a series and its points. */
  remove(series: Series): void;
  /** Writes that become visible together when the clock reaches `dueMs`. */
  enqueue(dueMs: number, writes: readonly { readonly id: string; readonly batch: PointColumns }[]): void;
  /**
   * Keeps everything as it is, also what is enqueued.
   * @returns brings it back, as often as it is called
   */
  snapshot(): () => void;
}

interface StoredSeries extends Series {
  metadata: TimeseriesItem;
  history: readonly MetadataChange[];
}

function refill<Value>(map: Map<string, Value>, entries: readonly (readonly [string, Value])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

function refillSet(set: Set<string>, values: readonly string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}

function nameKey(facility: string, name: string): string {
  return JSON.stringify([facilityKey(facility), name]);
}

export function createStore(seed: number, now: () => number): Store {
  const byId = new Map<string, StoredSeries>();
  const byName = new Map<string, StoredSeries>();
  const addedFacilities = new Set<string>();
  const enqueued: { dueMs: number; id: string; batch: PointColumns }[] = [];
  const usedIds = new Set<string>();
  let created = 0;

  /** Commits the writes whose time has come, in the order of their times. */
  function settle(): void {
    const nowMs = now();
    while (enqueued.length > 0 && enqueued[0]!.dueMs <= nowMs) {
      const { id, batch } = enqueued.shift()!;
      byId.get(id)?.points.write(batch);
    }
  }

  function validateName({ facility, name }: SeriesFields, owner?: Series): void {
    const found = byName.get(nameKey(facility, name));
    if (found === undefined || found === owner) return;
    // The service's own words; specs/EVIDENCE.md.
    throw new OmniaError("conflict", `Attempt to store timeseries '${name}' from '${facility}' which already exists`);
  }

  function newId({ facility, name }: SeriesFields): string {
    let earlier = 0;
    let id = createSeriesId(seed, facility, name);
    while (usedIds.has(id)) id = createSeriesId(seed, facility, name, ++earlier);
    return id;
  }

  /** The series of a handler is the stored one: there is one object per series. */
  function stored({ metadata }: Series): StoredSeries {
    return byId.get(metadata.id)!;
  }

  return {
    all() {
      settle();
      return [...byId.values()];
    },
    find(id) {
      settle();
      return byId.get(id.toLowerCase());
    },
    findByName(facility, name) {
      settle();
      return byName.get(nameKey(facility, name));
    },
    validateNew: (fields) => validateName(fields),
    isFacility: (code) => isKnownFacility(code) || addedFacilities.has(code.toLowerCase()),
    add(series) {
      validateName(series);
      const id = series.id?.toLowerCase() ?? newId(series);
      if (byId.has(id)) throw new OmniaError("conflict", `Two series have the id '${id}'.`);
      const time = formatMilliseconds(now());
      const metadata: TimeseriesItem = {
        id,
        ...completeFields(series),
        standardUnit: null,
        source: series.source ?? "test",
        changedTime: time,
        createdTime: time,
      };
      const added = { sequence: created++, metadata, points: createPoints(), history: [] };
      addedFacilities.add(series.facility.toLowerCase());
      usedIds.add(id);
      byId.set(id, added);
      byName.set(nameKey(series.facility, series.name), added);
      return added;
    },
    change(series, given, changedBy) {
      const one = stored(series);
      validateName(given, one);
      const { id, name, facility } = one.metadata;
      const fields = completeFields(given);
      const changedTime = formatMilliseconds(now());
      const changes = compareFields(one.metadata, fields);
      if (Object.keys(changes).length > 0) one.history = [...one.history, { id, changedBy, changedTime, changes }];
      byName.delete(nameKey(facility ?? "", name ?? ""));
      one.metadata = { ...one.metadata, ...fields, changedTime };
      byName.set(nameKey(fields.facility, fields.name), one);
    },
    remove({ metadata: { id, name, facility } }) {
      // What was enqueued for it before goes with it, at its time.
      byId.delete(id);
      byName.delete(nameKey(facility ?? "", name ?? ""));
    },
    enqueue(dueMs, writes) {
      for (const { id, batch } of writes) enqueued.push({ dueMs, id, batch });
      enqueued.sort((a, b) => a.dueMs - b.dueMs);
    },
    snapshot() {
      const series = [...byId.values()].map((one) => {
        const { metadata, history, points } = one;
        return { one, metadata, history, restorePoints: points.snapshot() };
      });
      const kept = { byId: [...byId], byName: [...byName], usedIds: [...usedIds], enqueued: [...enqueued], created };
      const facilities = [...addedFacilities];
      return () => {
        for (const { one, metadata, history, restorePoints } of series) {
          one.metadata = metadata;
          one.history = history;
          restorePoints();
        }
        refill(byId, kept.byId);
        refill(byName, kept.byName);
        refillSet(usedIds, kept.usedIds);
        refillSet(addedFacilities, facilities);
        enqueued.splice(0, enqueued.length, ...kept.enqueued);
        created = kept.created;
      };
    },
  };
}
