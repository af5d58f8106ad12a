import type { components } from "@omnia-timeseries/core/operations";

type Schemas = components["schemas"];

/** The metadata of a series, as the service answers it. Source: specs/timeseries/openapi.yaml, `TimeseriesItem`. */
export type TimeseriesItem = Schemas["TimeseriesItem"];

/** Who changed what of a series, and when. */
export type MetadataChange = Schemas["MetadataChangesItem"];

/** What callers may set. */
export type SeriesFields = Pick<
  Schemas["TimeseriesRequest"],
  "name" | "facility" | "description" | "unit" | "step" | "externalId" | "assetId" | "metadata"
>;

/** The fields as they are stored: null where nothing is set, and no step. */
export function completeFields(fields: SeriesFields): Required<SeriesFields> {
  const { name, facility, description, unit, step, externalId, assetId, metadata } = fields;
  return {
    name,
    facility,
    description: description ?? null,
    unit: unit ?? null,
    step: step ?? false,
    externalId: externalId ?? null,
    assetId: assetId ?? null,
    metadata: metadata === null || metadata === undefined ? null : { ...metadata },
  };
}

/** The fields of `after` that differ from `before`, each with both values. Objects differ when a pair of them does. */
export function compareFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, { oldValue: unknown; newValue: unknown }> {
  const text = (value: unknown): string =>
    typeof value === "object" && value !== null
      ? JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : JSON.stringify(value);
  const changed = Object.entries(after)
    .filter(([field, value]) => text(before[field]) !== text(value))
    .map(([field, newValue]) => [field, { oldValue: before[field], newValue }] as const);
  return Object.fromEntries(changed);
}
