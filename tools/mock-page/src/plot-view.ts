import uPlot from "uplot";
import type { Plot } from "./control-api.ts";
import { formatTime, formatValue } from "./format.ts";
import { toPlotColumns } from "./plot-columns.ts";
import type { PlotColumns } from "./plot-columns.ts";
import type { TimeWindow } from "./time-window.ts";

const heightPx = 300;
const dayMs = 86_400_000;

/** The picture of a plot, on a canvas. */
export interface PlotView {
  show(plot: Plot, window: TimeWindow): void;
  clear(): void;
  /** Puts the reading line on a bucket. */
  point(bucket: number): void;
}

/** As much of a time as tells the marks of an axis apart; the date goes below where a day begins. */
function labelTimes(times: readonly number[], stepMs: number): string[] {
  return times.map((time, i) => {
    const text = new Date(time).toISOString();
    if (stepMs >= 28 * dayMs) return text.slice(0, 7);
    if (stepMs >= dayMs) return text.slice(0, 10);
    const clock = text.slice(11, stepMs >= 60_000 ? 16 : stepMs >= 1000 ? 19 : 23);
    return i === 0 || time % dayMs === 0 ? `${clock}\n${text.slice(0, 10)}` : clock;
  });
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
}

/** Dots for points that stand alone, crosses on bad ones, and a strip of ticks at the foot. */
function drawMarks(u: uPlot, { time, value, bucket }: PlotColumns, { buckets }: Plot): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const size = 3.5 * ratio;
  let lastCross = -Infinity;
  ctx.save();
  ctx.lineWidth = 1.6 * ratio;
  ctx.strokeStyle = color("bad");
  ctx.fillStyle = color("line");
  for (const [i, at] of time.entries()) {
    const place = bucket[i];
    if (place == null) continue;
    const x = u.valToPos(at, "x", true);
    const y = u.valToPos(value[i]!, "y", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    if (buckets[place]!.bad === 0) {
      if (value[i - 1] == null && value[i + 1] == null) ctx.arc(x, y, size / 1.6, 0, 2 * Math.PI);
      ctx.fill();
      continue;
    }
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x, bbox.top + bbox.height - 2 * size);
    // Crosses that would run into each other are a blot.
    if (x - lastCross > 2.5 * size) {
      lastCross = x;
      ctx.moveTo(x - size, y - size);
      ctx.lineTo(x + size, y + size);
      ctx.moveTo(x - size, y + size);
      ctx.lineTo(x + size, y - size);
    }
    ctx.stroke();
  }
  ctx.restore();
}

/**
 * @param onSelect is told the part of the window that somebody dragged over
 * @param onPoint is told the bucket that the mouse is over
 */
export function createPlotView(
  area: HTMLElement,
  onSelect: (window: TimeWindow) => void,
  onPoint: (bucket: number) => void,
): PlotView {
  let chart: uPlot | undefined;
  let shown: { readonly plot: Plot; readonly window: TimeWindow; readonly columns: PlotColumns } | undefined;

  const draw = (): void => {
    chart?.destroy();
    chart = undefined;
    if (shown === undefined) return;
    const { plot, window, columns } = shown;
    const axis = {
      stroke: color("quiet"),
      grid: { stroke: color("grid"), width: 1 },
      ticks: { stroke: color("edge") },
    };
    const font = "12px system-ui, sans-serif";
    const options: uPlot.Options = {
      width: area.clientWidth,
      height: heightPx,
      ms: 1,
      tzDate: (ms) => uPlot.tzDate(new Date(ms), "UTC"),
      legend: { show: false },
      // The keyboard has its own line, and dragging asks for a new window in the place of scaling what is there.
      cursor: { y: false, drag: { setScale: false, x: true, y: false, dist: 4 } },
      scales: { x: { time: true, range: () => [window.start, window.end] } },
      axes: [
        { ...axis, font, space: 70, values: (_, times, __, ___, stepMs) => labelTimes(times, stepMs) },
        { ...axis, font, size: 62, values: (_, values) => values.map(formatValue) },
      ],
      series: [
        {},
        { stroke: color("band-edge"), width: 1, points: { show: false } },
        { stroke: color("band-edge"), width: 1, points: { show: false } },
        { stroke: color("line"), width: 1.5, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: color("band") }],
      hooks: {
        draw: [(u) => drawMarks(u, columns, plot)],
        setSelect: [
          (u) => {
            const { left, width } = u.select;
            if (width > 0) onSelect({ start: u.posToVal(left, "x"), end: u.posToVal(left + width, "x") });
          },
        ],
        setCursor: [
          ({ cursor: { idx } }) => {
            const bucket = idx == null ? null : columns.bucket[idx];
            if (bucket != null) onPoint(bucket);
          },
        ],
      },
    };
    chart = new uPlot(options, [columns.time, columns.min, columns.max, columns.value], area);
  };

  new ResizeObserver(() => {
    if (chart !== undefined && area.clientWidth !== chart.width)
      chart.setSize({ width: area.clientWidth, height: heightPx });
  }).observe(area);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  return {
    show(plot, window) {
      shown = { plot, window, columns: toPlotColumns(plot) };
      draw();
    },
    clear() {
      shown = undefined;
      draw();
    },
    point(bucket) {
      const at = shown?.columns.bucket.indexOf(bucket) ?? -1;
      if (chart === undefined || shown === undefined || at < 0) return;
      chart.setCursor({ left: chart.valToPos(shown.columns.time[at]!, "x"), top: 0 }, false);
    },
  };
}

/** A bucket in words, for those who read a plot by its points. */
export function describeBucket({ time, count, first, min, max, bad }: Plot["buckets"][number], unit: string): string {
  const at = `${formatTime(time)} UTC`;
  const quality = bad === 0 ? "good" : count === 1 ? "× bad quality" : `× ${bad} of bad quality`;
  if (count === 1) return `${at}: ${formatValue(first)} ${unit} · ${quality}`;
  return `${at}: ${formatValue(first)} ${unit} · ${count} points from ${formatValue(min)} to ${formatValue(max)} · ${quality}`;
}
