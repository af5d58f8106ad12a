import { OmniaError } from "@omnia-timeseries/core";
import { document as alarmEventsApi } from "../gen/alarm-events.ts";
import { document as imsMetadataApi } from "../gen/ims-metadata.ts";
import { document as imsSubscriptionsApi } from "../gen/ims-subscriptions.ts";
import { document as timeseriesApi } from "../gen/timeseries.ts";
import { createSchemaCheck } from "../schema-check.ts";
import type { ServerState } from "../server-state.ts";
import type { SeriesState } from "../store/store.ts";
import type { SubscriptionsState } from "../store/subscriptions.ts";
import { dataFormat, dataVersion } from "./data-document.ts";
import type { DataDocument, SeriesDocument, SubscriptionsDocument } from "./data-document.ts";
import { dataSchema } from "./data-schema.ts";
import { decodePoints } from "./points-document.ts";

const check = createSchemaCheck(dataSchema, {
  timeseries: timeseriesApi,
  "ims-metadata": imsMetadataApi,
  "ims-subscriptions": imsSubscriptionsApi,
  "alarm-events": alarmEventsApi,
});

/** Anything else than a data file of this version is refused by what it is, not by its first wrong field. */
function parseDocument(text: string, name: string): unknown {
  const refuse = (why: string, cause?: unknown): never => {
    throw new OmniaError("invalid-argument", `${name}: is not a data file of the mock server: ${why}.`, { cause });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse((error as Error).message, error);
  }
  const { format, version } = (value ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== dataFormat) refuse(`its "format" is not ${JSON.stringify(dataFormat)}`);
  if (version !== dataVersion) {
    const versions = `it is of version ${JSON.stringify(version)}, and this mock server reads version ${dataVersion}`;
    throw new OmniaError("invalid-argument", `${name}: ${versions}. Use the package's version that wrote it.`);
  }
  return value;
}

/** @throws OmniaError `invalid-argument` for one that is there twice */
function validateUnique(texts: readonly string[], name: string): void {
  const seen = new Set<string>();
  for (const [i, text] of texts.entries()) {
    if (seen.has(text)) throw new OmniaError("invalid-argument", `${name}[${i}]: ${text} is there twice.`);
    seen.add(text);
  }
}

function decodeSeries({ points, removed, ...rest }: SeriesDocument, name: string): SeriesState {
  const written = decodePoints(points, `${name}.points`);
  const unordered = written.time.findIndex((time, row) => row > 0 && time <= written.time[row - 1]!);
  if (unordered > 0) {
    throw new OmniaError("invalid-argument", `${name}.points: time[${unordered}] is not later than the one before.`);
  }
  const windows = removed.map(({ start, end }) => ({ start: BigInt(start), end: BigInt(end) }));
  return { ...rest, points: { written, removed: windows } };
}

function decodeSubscriptions({ created, all }: SubscriptionsDocument): SubscriptionsState {
  return { created, all: all.map((one) => ({ ...one, expiresMs: one.expiresMs ?? Infinity })) };
}

/**
 * The state of a server from the text of a data file.
 *
 * @param name of the file, for errors
 * @throws OmniaError `invalid-argument`, saying where and why, for a text that is none, and for one of another version
 */
export function decodeState(text: string, name: string): ServerState {
  const value = parseDocument(text, name);
  check(value, name);
  const { seed, clock, plants, store, alarmEvents, ims, destinations, signIn, ...rest } = value as DataDocument;
  validateUnique(
    store.series.map(({ metadata }) => metadata.id),
    `${name}: store.series`,
  );
  return {
    seed,
    clock,
    plants,
    ims,
    destinations,
    signIn,
    alarmEvents: {
      facilities: alarmEvents.facilities,
      entries: alarmEvents.entries.map(({ facility, time, actionTime, event }) => ({
        facility,
        time: BigInt(time),
        actionTime: actionTime === null ? undefined : BigInt(actionTime),
        event,
      })),
    },
    streaming: decodeSubscriptions(rest.streaming),
    realTime: decodeSubscriptions(rest.realTime),
    routing: decodeSubscriptions(rest.routing),
    store: {
      created: store.created,
      facilities: store.facilities,
      goneIds: store.goneIds,
      series: store.series.map((one, i) => decodeSeries(one, `${name}: store.series[${i}]`)),
      enqueued: store.enqueued.map(({ dueMs, id, points }, i) => ({
        dueMs,
        id,
        batch: decodePoints(points, `${name}: store.enqueued[${i}].points`),
      })),
    },
  };
}
