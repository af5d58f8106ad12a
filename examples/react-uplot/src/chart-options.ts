import uPlot from "uplot";
import type { ChartRange } from "./chart-window.ts";
import { lonePoints } from "./lone-points.ts";
import type { ChartData } from "./read-chart.ts";

/** How a series is shown. */
export interface ChartStyle {
  readonly unit: string;
  /** A stepped series keeps its value until the next point. */
  readonly isStepped: boolean;
  readonly range: ChartRange;
  readonly timeZone: string;
}

export const chartHeightPx = 360;

const font = "12px system-ui, sans-serif";
const colors = { good: "#0a62b4", questionable: "#8a5a00", bad: "#b3261e", text: "#16202a", grid: "#e4e8eb" };

/** Quality is told by shape as well as by colour: a line, rings, and full dots. */
function createMarks(label: string, color: string, fill: string): uPlot.Series {
  return {
    label,
    stroke: color,
    fill,
    paths: () => null,
    points: { show: true, size: 8, width: 2, stroke: color, fill },
  };
}

/** @param width in pixels */
export function createChartOptions(
  { start, end, columns }: ChartData,
  { unit, isStepped, range, timeZone }: ChartStyle,
  width: number,
): uPlot.Options {
  // The plant's clock has 24 hours, whatever the browser's language thinks.
  const createFormat = (options: Intl.DateTimeFormatOptions): ((seconds: number) => string) => {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    return (seconds) => format.format(seconds * 1000);
  };
  const formatTick = createFormat(
    range === "day" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" },
  );
  const formatTime = createFormat({ dateStyle: "medium", timeStyle: "medium" });
  const axis = { font, stroke: colors.text, grid: { stroke: colors.grid, width: 1 } };
  const alone = lonePoints(columns[1]!);
  return {
    width,
    height: chartHeightPx,
    // Where the ticks are: at the plant's full hours and midnights.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
    cursor: { drag: { x: false, y: false } },
    scales: { x: { range: () => [start, end] } },
    axes: [
      { ...axis, space: 60, values: (_, ticks) => ticks.map(formatTick) },
      { ...axis, size: 64, label: unit, labelFont: font },
    ],
    series: [
      { label: "Time", value: (_, seconds) => (seconds == null ? "–" : formatTime(seconds)) },
      {
        label: "Good",
        stroke: colors.good,
        width: 1.5,
        ...(isStepped && { paths: uPlot.paths.stepped!({ align: 1 }) }),
        points: { size: 5, stroke: colors.good, filter: (_, __, isSparse) => (isSparse ? null : alone) },
      },
      createMarks("Questionable", colors.questionable, "#ffffff"),
      createMarks("Bad", colors.bad, colors.bad),
    ],
  };
}
