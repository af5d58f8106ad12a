import { maxTime } from "@omnia-timeseries/core";
import { allocateColumns } from "../store/columns.ts";
import type { PointColumns } from "../store/columns.ts";
import { endOfTime } from "../store/point-source.ts";
import type { PointSource, TimeWindow } from "../store/point-source.ts";
import type { ComputedPoints } from "../store/points.ts";
import { uniteWindows } from "../store/time-windows.ts";
import { findDefect, good, stretchSeconds } from "./defects.ts";
import type { Defect } from "./defects.ts";
import { hashNumber } from "./hash-number.ts";
import { createTagSeeds } from "./plant-tag.ts";
import type { PlantTag } from "./plant-tag.ts";
import { createSignal } from "./signal.ts";
import { writeTimes } from "./write-times.ts";

/** Samples from `from` (included) to `to` (excluded) that have points of one status. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly status: number;
  /** The sample whose value all of them have; undefined where each has its own. */
  readonly held: number | undefined;
}

function clip({ from, to, status, held }: Run, least: number, most: number): Run {
  return { from: Math.max(from, least), to: Math.min(to, most), status, held };
}

const nsPerSecond = 1_000_000_000n;
const ticksPerSecond = 10_000_000;
const anyStatus: { has(status: number): boolean } = { has: () => true };

/** What the points of a tag depend on besides. */
interface TagPointsOptions {
  readonly seed: number;
  /** The first point is not before it. */
  readonly startNs: bigint;
  readonly now: () => number;
}

/** The points of a tag, in any window of time. */
export function createTagPoints(tag: PlantTag, { seed, startNs, now }: TagPointsOptions): ComputedPoints {
  const { kind } = tag;
  const { periodSeconds } = kind;
  const seeds = createTagSeeds(tag, seed);
  const signal = createSignal(kind, seeds);
  const periodNs = BigInt(periodSeconds) * nsPerSecond;
  const jitterSeed = hashNumber(seeds.sensor, 2);
  const jitterTicks = Math.min(0.9, periodSeconds / 4) * ticksPerSecond;
  const endSample = Number(maxTime / periodNs);

  /** Up to a quarter of a period behind the time that it should have, so that times ascend. */
  const jitterOf = (sample: number): number => Math.floor((hashNumber(jitterSeed, sample) / 2 ** 32) * jitterTicks);
  const timeOf = (sample: number): bigint => BigInt(sample) * periodNs + BigInt(jitterOf(sample)) * 100n;
  const toSample = (seconds: number): number => Math.ceil(seconds / periodSeconds);

  /** The first sample that is not before a time from 1970 on. */
  function nextSample(time: bigint): number {
    const sample = Number(time / periodNs);
    return timeOf(sample) < time ? sample + 1 : sample;
  }

  const firstSample = nextSample(startNs);
  const sampleFrom = (time: bigint): number => (time <= startNs ? firstSample : Math.min(nextSample(time), endSample));

  let known: { readonly stretch: number; readonly runs: readonly Run[] } = { stretch: Number.NaN, runs: [] };

  /** The runs of samples of one stretch, those without points left out. */
  function runsOf(stretch: number): readonly Run[] {
    // Often asked for several times in a row.
    if (stretch !== known.stretch) known = { stretch, runs: createRuns(stretch) };
    return known.runs;
  }

  function createRuns(stretch: number): readonly Run[] {
    const from = toSample(stretch * stretchSeconds);
    const to = toSample((stretch + 1) * stretchSeconds);
    const defect = findDefect(seeds.sensor, stretch);
    if (defect === undefined || defect.kind === "late") return [{ from, to, status: good, held: undefined }];
    const [left, right] = [toSample(defect.start), toSample(defect.end)];
    const runs: Run[] = [{ from, to: left, status: good, held: undefined }];
    if (defect.kind !== "gap") runs.push({ from: left, to: right, status: defect.status, held: left - 1 });
    runs.push({ from: right, to, status: good, held: undefined });
    // A short defect of a slow sensor may lie between two samples.
    return runs.filter((run) => run.from < run.to);
  }

  const stretchOf = (sample: number): number => Math.floor((sample * periodSeconds) / stretchSeconds);

  function fill({ time, value, status }: PointColumns, row: number, run: Run, length: number): void {
    const end = row + length;
    writeTimes(time.subarray(row, end), run.from, periodSeconds, jitterOf);
    status.fill(run.status, row, end);
    if (run.held === undefined) signal(value.subarray(row, end), run.from);
    else if (run.status !== 0) {
      signal(value.subarray(row, row + 1), run.held);
      value.fill(value[row]!, row, end);
    }
  }

  function createSource(statuses: { has(status: number): boolean }): PointSource {
    function* runsBetween(from: number, to: number): Iterable<Run> {
      if (from >= to) return;
      const last = stretchOf(to - 1);
      for (let stretch = stretchOf(from); stretch <= last; stretch++) {
        for (const run of runsOf(stretch)) {
          if (run.to > from && run.from < to && statuses.has(run.status)) yield clip(run, from, to);
        }
      }
    }
    function count(start: bigint, end: bigint): number {
      let total = 0;
      for (const { from, to } of runsBetween(sampleFrom(start), sampleFrom(end))) total += to - from;
      return total;
    }
    return {
      count,
      read(start, end, limit = Infinity) {
        const columns = allocateColumns(Math.min(limit, count(start, end)));
        let row = 0;
        for (const run of runsBetween(sampleFrom(start), sampleFrom(end))) {
          const length = Math.min(run.to - run.from, columns.time.length - row);
          if (length === 0) break;
          fill(columns, row, run, length);
          row += length;
        }
        return columns;
      },
      timeBefore(time) {
        const end = sampleFrom(time);
        for (let stretch = stretchOf(end); stretch >= stretchOf(firstSample); stretch--) {
          const run = runsOf(stretch).findLast(({ from, status }) => from < end && statuses.has(status));
          const sample = run === undefined ? -1 : Math.min(run.to, end) - 1;
          if (sample >= firstSample) return timeOf(sample);
        }
        return undefined;
      },
      timeFrom(time) {
        for (const { from } of runsBetween(sampleFrom(time), endSample)) return timeOf(from);
        return undefined;
      },
      withStatuses: (wanted) => createSource({ has: (status) => statuses.has(status) && wanted.has(status) }),
    };
  }

  const windowOf = ({ start, end }: Defect): TimeWindow => ({
    start: BigInt(toSample(start)) * periodNs,
    end: BigInt(toSample(end)) * periodNs,
  });
  return {
    source: createSource(anyStatus),
    pending() {
      const nowMs = Math.floor(now());
      const future = { start: BigInt(nowMs) * 1_000_000n + 1n, end: endOfTime };
      const defect = findDefect(seeds.sensor, Math.floor(nowMs / 1000 / stretchSeconds));
      const isLate = defect?.kind === "late" && nowMs < defect.readable * 1000;
      return isLate ? uniteWindows([windowOf(defect), future]) : [future];
    },
  };
}
