import { formatTime, minTime } from "@omnia-timeseries/core";
import type { components } from "../gen/mock-control-paths.ts";
import { endOfTime } from "../store/point-source.ts";
import type { Series } from "../store/store.ts";

/** The metadata of a series, and a summary of its points. */
export function describeSeries({ metadata, points }: Series): components["schemas"]["Series"] {
  const { id, name, facility, unit, description, step, source, externalId, assetId } = metadata;
  const all = points.open();
  const first = all.timeFrom(minTime);
  const lastTime = all.timeBefore(endOfTime) ?? endOfTime;
  const last = all.read(lastTime, lastTime + 1n);
  return {
    id,
    name: name ?? "",
    facility: facility ?? "",
    unit: unit ?? null,
    description: description ?? null,
    step: step ?? false,
    source: source ?? null,
    externalId: externalId ?? null,
    assetId: assetId ?? null,
    points: {
      count: all.count(minTime, endOfTime),
      ...(first !== undefined && { first: formatTime(first, 9) }),
      ...(last.time.length > 0 && {
        last: formatTime(last.time[0]!, 9),
        lastValue: last.value[0]!,
        lastStatus: last.status[0]!,
      }),
    },
  };
}
