import type { Plot } from "./control-api.ts";
import { toPlotColumns } from "./plot-columns.ts";

const width = 124;
const height = 38;
/** The foot is for the marks of bad quality. */
const foot = 8;
const svgNames = "http://www.w3.org/2000/svg";

function path(d: string, className: string): SVGPathElement {
  const made = document.createElementNS(svgNames, "path");
  made.setAttribute("d", d);
  made.setAttribute("class", className);
  return made;
}

/** A small picture of a series: a line with its gaps, and a tick at the foot wherever quality is bad. */
export function drawSparkline(plot: Plot): SVGSVGElement {
  const { time, min, max, value, bucket } = toPlotColumns(plot);
  const [start, end] = [time[0] ?? 0, time.at(-1) ?? 0];
  const low = Math.min(...min.filter((number) => number !== null));
  const high = Math.max(...max.filter((number) => number !== null));
  const x = (at: number): string =>
    (end === start ? width / 2 : 2 + ((at - start) / (end - start)) * (width - 4)).toFixed(1);
  const y = (of: number): string =>
    (high === low
      ? (height - foot) / 2
      : height - foot - 1 - ((of - low) / (high - low)) * (height - foot - 3)
    ).toFixed(1);

  const line: string[] = [];
  const dots: string[] = [];
  const ticks: string[] = [];
  for (const [i, at] of time.entries()) {
    const [lowest, highest, first] = [min[i]!, max[i]!, value[i]!];
    const place = bucket[i]!;
    if (place === null || lowest === null || highest === null || first === null) continue;
    const isAlone = value[i - 1] == null && value[i + 1] == null;
    line.push(value[i - 1] == null ? `M${x(at)} ${y(first)}` : `L${x(at)} ${y(first)}`);
    // A path without length is a dot, by its round ends.
    if (isAlone) dots.push(`M${x(at)} ${y(first)}h0`);
    if (lowest !== highest) line.push(`M${x(at)} ${y(lowest)}V${y(highest)}M${x(at)} ${y(first)}`);
    if (plot.buckets[place]!.bad > 0) ticks.push(`M${x(at)} ${height - foot + 3}v${foot - 4}`);
  }
  const svg = document.createElementNS(svgNames, "svg");
  svg.setAttribute("class", "spark");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path(line.join(""), "value"), path(dots.join(""), "dot"), path(ticks.join(""), "bad"));
  return svg;
}
