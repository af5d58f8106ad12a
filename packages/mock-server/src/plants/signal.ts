import { hashNumber, pickPart, wander } from "./hash-number.ts";
import type { TagSeeds } from "./plant-tag.ts";
import type { TagKind } from "./tag-kinds.ts";
import { findTrip, followTrip } from "./trips.ts";

const hour = 3600;
const day = 24 * hour;
const year = 365.2425 * day;
/** What changes slowly is computed at these times, and lies on a line between two of them. They part a day. */
const knotSeconds = 600;

/** Writes the values of samples that follow each other, from one that is so many periods after 1970-01-01T00:00:00Z. */
export type Signal = (values: Float64Array, first: number) => void;

interface Knot {
  /** With the load of the plant and by itself, as long as the pump runs. */
  readonly process: number;
  /** With the time of day and of year. */
  readonly weather: number;
}

/** What a sensor would show if nothing were wrong with it. A value depends on its sample alone. */
export function createSignal(kind: TagKind, seeds: TagSeeds): Signal {
  const { periodSeconds, state, running, load = 0, drift = 0, noise = 0, drum = 0 } = kind;
  const scale = 10 ** kind.decimals;
  // No two sensors of a kind are alike.
  const size = 0.85 + 0.3 * pickPart(seeds.sensor, 0);
  const standing = kind.standing * size;
  const drumSeconds = (3 + 5 * pickPart(seeds.pump, -1)) * hour;
  const drumPart = pickPart(seeds.pump, -2);
  const knotSamples = Math.max(1, Math.floor(knotSeconds / periodSeconds));
  const noiseSeed = hashNumber(seeds.sensor, 1);

  function computeKnot(knot: number): Knot {
    const seconds = knot * knotSamples * periodSeconds;
    const loads = 0.7 * wander(seeds.plant, seconds / (8 * hour)) + 0.3 * wander(seeds.pump, seconds / (3 * hour));
    const drifts = 0.7 * wander(seeds.sensor, seconds / (11 * day)) + 0.3 * wander(seeds.sensor + 1, seconds / day);
    // Warmest in the afternoon (UTC) and late in July.
    const days = Math.sin(2 * Math.PI * (seconds / day - 0.36));
    const years = Math.sin(2 * Math.PI * (seconds / year - 0.31));
    return {
      process: running * size + load * loads + drift * drifts,
      weather: (kind.day ?? 0) * days + (kind.year ?? 0) * years,
    };
  }

  /** How full the drum is, from 0 to 1: filled slowly and drained quickly. */
  function drumAt(seconds: number): { readonly filled: number; readonly drains: boolean } {
    const turns = seconds / drumSeconds + drumPart;
    const turn = turns - Math.floor(turns);
    const drains = turn >= 0.8;
    return { filled: drains ? (1 - turn) / 0.2 : turn / 0.8, drains };
  }

  /** From 0 to 1: how much it shows of a running pump in the time of one knot, in which there is one trip at most. */
  function followPump(seconds: number): (seconds: number) => number {
    const trip = findTrip(seeds.pump, seconds);
    return trip === undefined ? () => 1 : (at) => followTrip(trip, at, kind);
  }

  function valueAt(sample: number, from: Knot, to: Knot, part: number, follows: number): number {
    const seconds = sample * periodSeconds;
    if (state === "runs") return follows < 0.5 ? 0 : 1;
    if (state === "drains") return drumAt(seconds).drains ? 1 : 0;
    const process = from.process + (to.process - from.process) * part;
    const weather = from.weather + (to.weather - from.weather) * part;
    const level = drum === 0 ? 0 : drum * (2 * drumAt(seconds).filled - 1);
    const bits = hashNumber(noiseSeed, sample);
    const chance = ((bits >>> 16) + (bits & 0xffff)) / 2 ** 16 - 1;
    const value = standing + (process - standing) * follows + weather + level + noise * chance * (0.1 + 0.9 * follows);
    // Nothing that is measured here is below zero.
    return Math.max(0, Math.round(value * scale) / scale);
  }

  return (values, first) => {
    let knot = Math.floor(first / knotSamples);
    let from = computeKnot(knot);
    for (let row = 0; row < values.length; knot++) {
      const to = computeKnot(knot + 1);
      const follow = followPump(knot * knotSamples * periodSeconds);
      const end = Math.min(values.length, (knot + 1) * knotSamples - first);
      for (; row < end; row++) {
        const sample = first + row;
        const part = sample / knotSamples - knot;
        values[row] = valueAt(sample, from, to, part, follow(sample * periodSeconds));
      }
      from = to;
    }
  };
}
