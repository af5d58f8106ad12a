import { formatTime, OmniaError, toNanoseconds } from "@omnia-timeseries/core";
import type { TimeInput } from "@omnia-timeseries/core";
import type { Store } from "../store/store.ts";
import { describeTag } from "./plant-tag.ts";
import { createTagPoints } from "./tag-points.ts";

/** A facility whose points nobody wrote: any window of them is computed when it is read. */
export interface PlantOptions {
  /** Any code is good, and is known to the server from then on. */
  readonly facility: string;
  /** How many series it has, up to 100 000. By default 1000. */
  readonly tags?: number;
  /** When their points begin; from 1970 on. By default ten years before the year that the server's clock says. */
  readonly startTime?: TimeInput;
}

/** What is said of a plant, with nothing left to the moment: plain data. */
export interface Plant {
  readonly facility: string;
  readonly tags: number;
  /** RFC 3339. */
  readonly startTime: string;
}

const maxTags = 100_000;
const nsPerMs = 1_000_000n;

/**
 * @param name what the plant is called in the error
 * @throws OmniaError `invalid-argument`
 */
export function completePlant({ facility, tags = 1000, startTime }: PlantOptions, name: string, nowMs: number): Plant {
  if (typeof facility !== "string" || facility === "") {
    throw new OmniaError("invalid-argument", `${name}.facility: ${JSON.stringify(facility)} is not a facility's code.`);
  }
  if (!Number.isInteger(tags) || tags < 1 || tags > maxTags) {
    throw new OmniaError("invalid-argument", `${name}.tags: ${tags} is not a whole number from 1 to ${maxTags}.`);
  }
  const tenYearsAgo = BigInt(Date.UTC(new Date(nowMs).getUTCFullYear() - 10, 0, 1)) * nsPerMs;
  const start = startTime === undefined ? tenYearsAgo : toNanoseconds(startTime, `${name}.startTime`, nowMs);
  if (start < 0n) {
    throw new OmniaError("invalid-argument", `${name}.startTime: ${formatTime(start)} is before 1970.`);
  }
  return { facility, tags, startTime: formatTime(start) };
}

/**
 * Adds the series of a plant. Ids and points follow from seed, facility and name alone.
 *
 * @throws OmniaError `conflict` when one of the names is taken
 */
export function addPlant(store: Store, { facility, tags, startTime }: Plant, seed: number, now: () => number): void {
  const startNs = toNanoseconds(startTime, "startTime", 0);
  for (let number = 0; number < tags; number++) {
    const tag = describeTag(facility, number);
    const { name, pump, kind } = tag;
    const series = {
      name,
      facility,
      description: `${pump} ${kind.description}`,
      unit: kind.unit,
      step: kind.state !== undefined,
      assetId: pump,
      source: "IMS",
    };
    store.add(series, createTagPoints(tag, { seed, startNs, now }));
  }
}
