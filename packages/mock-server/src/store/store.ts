import { formatTime, OmniaError } from "@omnia-timeseries/core";
import type { components } from "@omnia-timeseries/core/operations";
import type { PointColumns } from "./columns.ts";
import { knownFacilities } from "./facilities.ts";
import { createPoints } from "./points.ts";
import type { Points } from "./points.ts";
import { createSeriesId } from "./series-id.ts";

/** The metadata of a series, as the service answers it. Source: specs/timeseries/openapi.yaml, `TimeseriesItem`. */
export type TimeseriesItem = components["schemas"]["TimeseriesItem"];

export interface Series {
  /** Ascends with creation, and is never used again. */
  readonly sequence: number;
  readonly metadata: TimeseriesItem;
  readonly points: Points;
}

/** What is told of a new series; the store adds the rest. */
export interface NewSeries {
  readonly id?: string | undefined;
  readonly name: string;
  readonly facility: string;
  readonly description?: string | null | undefined;
  readonly unit?: string | null | undefined;
  readonly step?: boolean | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly assetId?: string | null | undefined;
  readonly source?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

/** Series and their points, as they are at this moment of the clock. */
export interface Store {
  /** In the order of their creation. */
  all(): readonly Series[];
  find(id: string): Series | undefined;
  findByName(facility: string, name: string): Series | undefined;
  /** Whether the common library has this code. */
  isFacility(code: string): boolean;
  /** @throws OmniaError `conflict` when the facility has the name already, or the id is taken */
  add(series: NewSeries): Series;
  /** Writes that become visible together when the clock reaches `dueMs`. */
  enqueue(dueMs: number, writes: readonly { readonly id: string; readonly batch: PointColumns }[]): void;
  /** Forgets everything, also what is enqueued. */
  clear(): void;
}

export function createStore(seed: number, now: () => number): Store {
  const byId = new Map<string, Series>();
  const byName = new Map<string, Series>();
  const facilities = new Set(knownFacilities.map((code) => code.toLowerCase()));
  const enqueued: { dueMs: number; id: string; batch: PointColumns }[] = [];
  let created = 0;

  const nameKey = (facility: string, name: string): string => JSON.stringify([facility.toLowerCase(), name]);

  /** Commits the writes whose time has come, in the order of their times. */
  function settle(): void {
    const nowMs = now();
    while (enqueued.length > 0 && enqueued[0]!.dueMs <= nowMs) {
      const { id, batch } = enqueued.shift()!;
      byId.get(id)?.points.write(batch);
    }
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
    isFacility: (code) => facilities.has(code.toLowerCase()),
    add(series) {
      const { name, facility } = series;
      const id = series.id?.toLowerCase() ?? createSeriesId(seed, facility, name);
      const key = nameKey(facility, name);
      if (byName.has(key)) {
        // The service's own words; specs/EVIDENCE.md.
        throw new OmniaError(
          "conflict",
          `Attempt to store timeseries '${name}' from '${facility}' which already exists`,
        );
      }
      if (byId.has(id)) throw new OmniaError("conflict", `Two series have the id '${id}'.`);
      const time = formatTime(BigInt(Math.floor(now())) * 1_000_000n, 7);
      const metadata: TimeseriesItem = {
        id,
        name,
        description: series.description ?? null,
        step: series.step ?? false,
        unit: series.unit ?? null,
        standardUnit: null,
        assetId: series.assetId ?? null,
        facility,
        externalId: series.externalId ?? null,
        source: series.source ?? "test",
        changedTime: time,
        createdTime: time,
        metadata: series.metadata === null || series.metadata === undefined ? null : { ...series.metadata },
      };
      const added = { sequence: created++, metadata, points: createPoints() };
      facilities.add(facility.toLowerCase());
      byId.set(id, added);
      byName.set(key, added);
      return added;
    },
    enqueue(dueMs, writes) {
      for (const { id, batch } of writes) enqueued.push({ dueMs, id, batch });
      enqueued.sort((a, b) => a.dueMs - b.dueMs);
    },
    clear() {
      byId.clear();
      byName.clear();
      enqueued.length = 0;
    },
  };
}
