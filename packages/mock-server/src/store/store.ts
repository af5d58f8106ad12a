import { OmniaError } from "@omnia-timeseries/core";
import type { PointColumns } from "./columns.ts";
import { facilityKey, isKnownFacility } from "./facilities.ts";
import { createPoints } from "./points.ts";
import type { ComputedPoints, Points, PointsState } from "./points.ts";
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

/** Points that are written together, later. */
export interface EnqueuedWrite {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly dueMs: number;
  readonly id: string;
  readonly batch: PointColumns;
}

export interface SeriesState extends Omit<Series, "points"> {
  readonly points: PointsState;
}

/** Plain data; not to be changed. */
export interface StoreState {
  /** In the order of their creation. */
  readonly series: readonly SeriesState[];
  /** In the order of their times. */
  readonly enqueued: readonly EnqueuedWrite[];
  /** Codes that are known beside those of the common library, in lower case. */
  readonly facilities: readonly string[];
  /** Ids of series that are no more. */
  readonly goneIds: readonly string[];
  /** How many series were ever made. */
  readonly created: number;
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
  /**
   * @param computed points that the series has beside what is written; also after `load`, which knows it by its id
   * @throws OmniaError `conflict` when the facility has the name already, or the id is taken
   */
  add(series: NewSeries, computed?: ComputedPoints): Series;
  /**
   * Overwrites all fields of a series.
   * @throws OmniaError `conflict` when another series of the facility has the name
   */
  change(series: Series, fields: SeriesFields, changedBy: string): void;
  /** Forgets a series and its points. */
  remove(series: Series): void;
  /** Writes that become visible together when the clock reaches `dueMs`. */
  enqueue(dueMs: number, writes: readonly { readonly id: string; readonly batch: PointColumns }[]): void;
  /** Everything as it is, also what is enqueued; points are not copied. */
  state(): StoreState;
  load(state: StoreState): void;
}

interface StoredSeries extends Series {
  metadata: TimeseriesItem;
  /** Of its facility and name. */
  nameKey: string;
  history: readonly MetadataChange[];
}

function createNameKey(facility: string | null | undefined, name: string | null | undefined): string {
  const key = facilityKey(facility ?? "");
  // The length tells where the name begins.
  return `${key.length} ${key}${name ?? ""}`;
}

export function createStore(seed: number, now: () => number): Store {
  let byId = new Map<string, StoredSeries>();
  let byName = new Map<string, StoredSeries>();
  const computedById = new Map<string, ComputedPoints>();
  let addedFacilities = new Set<string>();
  let enqueued: EnqueuedWrite[] = [];
  let goneIds = new Set<string>();
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
    const found = byName.get(createNameKey(facility, name));
    if (found === undefined || found === owner) return;
    // The service's own words; specs/EVIDENCE.md.
    throw new OmniaError("conflict", `Attempt to store timeseries '${name}' from '${facility}' which already exists`);
  }

  function newId({ facility, name }: SeriesFields): string {
    let earlier = 0;
    let id = createSeriesId(seed, facility, name);
    while (byId.has(id) || goneIds.has(id)) id = createSeriesId(seed, facility, name, ++earlier);
    return id;
  }

  /** The series of a handler is the stored one: there is one object per series. */
  function stored({ metadata }: Series): StoredSeries {
    return byId.get(metadata.id)!;
  }

  function put(series: StoredSeries): void {
    byId.set(series.metadata.id, series);
    byName.set(series.nameKey, series);
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
      return byName.get(createNameKey(facility, name));
    },
    validateNew: (fields) => validateName(fields),
    isFacility: (code) => isKnownFacility(code) || addedFacilities.has(code.toLowerCase()),
    add(series, computed) {
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
      if (computed !== undefined) computedById.set(id, computed);
      const nameKey = createNameKey(series.facility, series.name);
      const added = { sequence: created++, metadata, nameKey, points: createPoints(computed), history: [] };
      addedFacilities.add(series.facility.toLowerCase());
      put(added);
      return added;
    },
    change(series, given, changedBy) {
      const one = stored(series);
      validateName(given, one);
      const { id } = one.metadata;
      const fields = completeFields(given);
      const changedTime = formatMilliseconds(now());
      const changes = compareFields(one.metadata, fields);
      if (Object.keys(changes).length > 0) one.history = [...one.history, { id, changedBy, changedTime, changes }];
      byName.delete(one.nameKey);
      one.metadata = { ...one.metadata, ...fields, changedTime };
      one.nameKey = createNameKey(fields.facility, fields.name);
      byName.set(one.nameKey, one);
    },
    remove(series) {
      const { nameKey, metadata } = stored(series);
      // What was enqueued for it before goes with it, at its time.
      byId.delete(metadata.id);
      goneIds.add(metadata.id);
      byName.delete(nameKey);
    },
    enqueue(dueMs, writes) {
      for (const { id, batch } of writes) enqueued.push({ dueMs, id, batch });
      enqueued.sort((a, b) => a.dueMs - b.dueMs);
    },
    state() {
      settle();
      const series = Array.from(byId.values(), ({ sequence, metadata, history, points }) => {
        return { sequence, metadata, history, points: points.state() };
      });
      return { series, enqueued: [...enqueued], facilities: [...addedFacilities], goneIds: [...goneIds], created };
    },
    load(state) {
      const before = byId;
      byId = new Map();
      byName = new Map();
      for (const { sequence, metadata, history, points: kept } of state.series) {
        const known = before.get(metadata.id);
        const points = known?.points ?? createPoints(computedById.get(metadata.id));
        points.load(kept);
        // A thousand keys take longer than everything else here.
        const isAsBefore = known?.metadata === metadata;
        const nameKey = isAsBefore ? known.nameKey : createNameKey(metadata.facility, metadata.name);
        put({ sequence, metadata, nameKey, history, points });
      }
      enqueued = [...state.enqueued];
      addedFacilities = new Set(state.facilities);
      goneIds = new Set(state.goneIds);
      ({ created } = state);
    },
  };
}
