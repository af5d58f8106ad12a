import { OmniaError } from "./omnia-error.ts";
import { isGood } from "./quality.ts";
import { toMilliseconds } from "./to-milliseconds.ts";

/** Datapoints, what `readForPlot` gives, and what `alignSeries` gives. Times in ns since 1970-01-01T00:00:00Z. */
export type ColumnsToPlot = { readonly time: BigInt64Array } & (
  | { readonly value: Float64Array; readonly status?: Uint32Array }
  | { readonly values: readonly Float64Array[] | ReadonlyMap<unknown, Float64Array> }
);

export interface PlotColumnsOptions {
  /** Of the times: seconds for uPlot, milliseconds for ECharts, Chart.js, Highcharts, Plotly and D3. */
  readonly unit: "s" | "ms";
  /** Whether a value with another status than good is left out. Default: it is shown. */
  readonly badAsNull?: boolean | undefined;
}

/** The times, then each series' values. */
export type PlotColumns = [time: Float64Array, ...values: (number | null)[][]];

/**
 * Columns as chart libraries take them: times as numbers since 1970-01-01T00:00:00Z, and `null` where there is no
 * value. Times lose what is below about 1 µs.
 *
 * @example
 * ```ts
 * new uPlot(options, toPlotColumns(plot, { unit: "s" }), element);
 * ```
 * @throws OmniaError `invalid-argument` for another unit, and for columns that are not of one length
 */
export function toPlotColumns(columns: ColumnsToPlot, { unit, badAsNull = false }: PlotColumnsOptions): PlotColumns {
  if (unit !== "s" && unit !== "ms") {
    throw new OmniaError("invalid-argument", `unit: ${JSON.stringify(unit) ?? "undefined"} is not "s" or "ms".`);
  }
  const milliseconds = toMilliseconds(columns.time);
  const time = unit === "ms" ? milliseconds : milliseconds.map((ms) => ms / 1000);
  const status = badAsNull && "value" in columns ? columns.status : undefined;
  const toValues = (column: Float64Array): (number | null)[] => {
    if (column.length !== time.length) {
      throw new OmniaError(
        "invalid-argument",
        `value: ${column.length} rows for ${time.length} times. Give columns of one length.`,
      );
    }
    return Array.from(column, (value, i) =>
      Number.isNaN(value) || (status !== undefined && !isGood(status[i]!)) ? null : value,
    );
  };
  if ("value" in columns) return [time, toValues(columns.value)];
  return [time, ...Array.from(columns.values.values(), toValues)];
}
