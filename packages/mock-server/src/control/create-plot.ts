import { formatTime } from "@omnia-timeseries/core";
import type { components } from "../gen/mock-control-paths.ts";
import type { PointSource, TimeWindow } from "../store/point-source.ts";

type Plot = components["schemas"]["Plot"];
type Bucket = Plot["buckets"][number];

/** So many points are in memory at a time, however many the window has. */
const pointsAtOnce = 65_536;
/** Of more points only samples are read: ten years of a computed series would hold the server up for a minute. */
const maxPoints = 1_000_000;
const maxSamples = 100_000;
/** From so many places of each bucket. */
const placesPerBucket = 4;
const goodStatus = 192;

/** Takes in the points from `start` to `end`, at most `limit`; undefined where there is none in it. */
type Fill = (bucket: Bucket | undefined, start: bigint, end: bigint, limit?: number) => Bucket | undefined;

function createFill(source: PointSource): Fill {
  return (given, start, end, limit = Infinity) => {
    let bucket = given;
    let left = limit;
    let at = start;
    while (left > 0) {
      const { time, value, status } = source.read(at, end, Math.min(left, pointsAtOnce));
      if (time.length === 0) break;
      bucket ??= createBucket(time[0]!, value[0]!);
      for (let i = 0; i < time.length; i++) {
        bucket.min = Math.min(bucket.min, value[i]!);
        bucket.max = Math.max(bucket.max, value[i]!);
        if (status[i]! < goodStatus) bucket.bad++;
      }
      bucket.count += time.length;
      bucket.last = value.at(-1)!;
      left -= time.length;
      at = time.at(-1)! + 1n;
    }
    return bucket;
  };
}

function createBucket(time: bigint, value: number): Bucket {
  return { time: formatTime(time, 9), count: 0, first: value, last: value, min: value, max: value, bad: 0 };
}

/** A bucket of samples, each the first points from a place on, and of its last point. */
function sampleBucket(source: PointSource, fill: Fill, { start, end }: TimeWindow, limit: number): Bucket | undefined {
  const count = source.count(start, end);
  if (count <= limit * placesPerBucket) return fill(undefined, start, end);
  let bucket: Bucket | undefined;
  let from = start;
  for (let place = 1n; place <= placesPerBucket; place++) {
    const to = start + ((end - start) * place) / BigInt(placesPerBucket);
    bucket = fill(bucket, from, to, limit);
    from = to;
  }
  bucket = fill(bucket, source.timeBefore(end)!, end);
  return bucket && { ...bucket, count };
}

/** The window without its ends that have no points, if it has ends at all. */
function fitWindow(
  source: PointSource,
  { start, end }: TimeWindow,
  isOpen: { start: boolean; end: boolean },
): TimeWindow {
  const first = source.timeFrom(start);
  const last = source.timeBefore(end);
  return {
    start: isOpen.start ? (first ?? 0n) : start,
    end: isOpen.end ? (last === undefined ? 0n : last + 1n) : end,
  };
}

/**
 * What a plot of a window shows: `buckets` of one length, without the empty ones.
 *
 * @param isOpen which ends of the window are where the points end
 */
export function createPlot(
  source: PointSource,
  window: TimeWindow,
  isOpen: { readonly start: boolean; readonly end: boolean },
  buckets: number,
): Plot {
  const { start, end } = fitWindow(source, window, isOpen);
  const length = end - start;
  const count = source.count(start, end);
  const isSampled = count > maxPoints;
  const fill = createFill(source);
  const limit = Math.max(1, Math.floor(maxSamples / buckets / placesPerBucket));
  const found: Bucket[] = [];
  // Rounded up, so that the last bucket holds the end.
  const width = length > 0n ? (length + BigInt(buckets) - 1n) / BigInt(buckets) : 1n;
  let next = source.timeFrom(start);
  while (next !== undefined && next < end) {
    const from = start + ((next - start) / width) * width;
    const to = from + width < end ? from + width : end;
    const bucket = isSampled ? sampleBucket(source, fill, { start: from, end: to }, limit) : fill(undefined, from, to);
    if (bucket !== undefined) found.push(bucket);
    next = source.timeFrom(to);
  }
  return { startTime: formatTime(start, 9), endTime: formatTime(end, 9), count, isSampled, buckets: found };
}
