import { quality, readForPlot, toPlotColumns } from "@omnia-timeseries/core";
import type { Datapoints, TimeseriesClient } from "@omnia-timeseries/core";
import uPlot from "uplot";
import { breakLine } from "./break-line.ts";
import type { Line } from "./break-line.ts";
import { chartWindow } from "./chart-window.ts";
import type { ChartRange } from "./chart-window.ts";

export interface ChartRequest {
  readonly id: string;
  /** The day, such as `2025-03-01`. */
  readonly date: string;
  readonly range: ChartRange;
  readonly timeZone: string;
}

export interface ChartData {
  /** Seconds since 1970-01-01 UTC, then good, questionable and bad values; `null` breaks the line. */
  readonly columns: uPlot.AlignedData;
  /** Ends of the chart in seconds since 1970-01-01 UTC. */
  readonly start: number;
  readonly end: number;
  /** How many values are drawn of each quality, and how often the line is broken. */
  readonly good: number;
  readonly questionable: number;
  readonly bad: number;
  readonly gaps: number;
}

/** Values that somebody or something doubts or put in the place of a measured one; what is neither good nor this is bad. */
const questionable: readonly number[] = [quality.questionable, quality.substituted, quality.uncertainSubstituteValue];
const bad: readonly number[] = [quality.bad, quality.badSubstituteValue];

const secondsPerDay = 86_400;
/** A chart is some hundred pixels wide; each of them may have a least and a greatest value. */
const maxPlotPoints = 3000;

function filterPoints({ time, value, status }: Datapoints, isIn: (status: number) => boolean): Line {
  const rows = status.map((_, i) => i).filter((i) => isIn(status[i]!));
  return { time: BigInt64Array.from(rows, (i) => time[i]!), value: Float64Array.from(rows, (i) => value[i]!) };
}

/** Reads a day as it is stored, and a year as a chart can show it. @throws OmniaError what reads throw */
export async function readChart(
  client: TimeseriesClient,
  { id, date, range, timeZone }: ChartRequest,
  signal: AbortSignal,
): Promise<ChartData> {
  const window = chartWindow(date, range, timeZone);
  const shared = {
    start: Number(window.startTime / 1_000_000_000n),
    end: Number(window.endTime / 1_000_000_000n),
  };
  if (range === "day") {
    // Twice what a sensor with a point a second has: the read fails above it, and never cuts.
    const points = await client.readDatapoints({ id, ...window }, { signal }).all({ maxPoints: 2 * secondsPerDay });
    const lines = [
      breakLine(filterPoints(points, (status) => status === quality.good)),
      filterPoints(points, (status) => questionable.includes(status)),
      filterPoints(points, (status) => status !== quality.good && !questionable.includes(status)),
    ] as const;
    return { ...shared, ...toChart(lines) };
  }
  const asked = { id, ...window, maxPoints: maxPlotPoints };
  const lines = await Promise.all([
    readForPlot(client, { ...asked, statusFilter: [quality.good] }, { signal }),
    readForPlot(client, { ...asked, statusFilter: questionable }, { signal }),
    readForPlot(client, { ...asked, statusFilter: bad }, { signal }),
  ]);
  return { ...shared, ...toChart(lines) };
}

/** uPlot's name for it is `Expand`: a break in a line keeps its width where another line has times inside of it. */
const nullModes: number[] = [2, 2];

function toChart(
  lines: readonly [good: Line, questionable: Line, bad: Line],
): Pick<ChartData, "columns" | "good" | "questionable" | "bad" | "gaps"> {
  const count = ({ value }: Line): number => value.filter((number) => !Number.isNaN(number)).length;
  const [good, questionable, bad] = lines;
  return {
    columns: uPlot.join(
      lines.map((line) => toPlotColumns(line, { unit: "s" }) as uPlot.AlignedData),
      lines.map(() => nullModes),
    ),
    good: count(good),
    questionable: count(questionable),
    bad: count(bad),
    gaps: good.value.length - count(good),
  };
}
