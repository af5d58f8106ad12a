import type { TimeseriesItem } from "@omnia-timeseries/core";
import { useCallback, useMemo } from "react";
import type { ReactElement } from "react";
import { Chart } from "./chart.tsx";
import type { ChartRange } from "./chart-window.ts";
import type { Plant } from "./plant.ts";
import { readChart } from "./read-chart.ts";
import type { ChartData } from "./read-chart.ts";
import { ReadingView } from "./reading-view.tsx";
import { useReading } from "./use-reading.ts";

interface MeasurementProps extends Pick<Plant, "client" | "timeZone"> {
  readonly series: TimeseriesItem;
  readonly date: string;
  readonly range: ChartRange;
}

function summarize({ good, questionable, bad, gaps }: ChartData, range: ChartRange): string {
  const drawn = `${good + questionable + bad} values drawn`;
  const parts = [range === "day" ? drawn : `${drawn}, every least and greatest one among them`];
  if (questionable > 0) parts.push(`${questionable} questionable (rings)`);
  if (bad > 0) parts.push(`${bad} bad (dots)`);
  if (gaps > 0) parts.push(`${gaps} ${gaps === 1 ? "gap" : "gaps"} without good values`);
  return `${parts.join(" · ")}.`;
}

/** One series, in one window. */
export function Measurement({ client, timeZone, series, date, range }: MeasurementProps): ReactElement {
  const { id, description, unit, step } = series;
  const name = series.name ?? id;
  const read = useCallback(
    (signal: AbortSignal) => readChart(client, { id, date, range, timeZone }, signal),
    [client, id, date, range, timeZone],
  );
  const [reading, tryAgain] = useReading(read);
  const style = useMemo(
    () => ({ unit: unit ?? "", isStepped: step ?? false, range, timeZone }),
    [unit, step, range, timeZone],
  );
  const when = range === "day" ? date : `the year until ${date}`;

  return (
    <section aria-label={name}>
      <h2>
        {name} <span>{description}</span>
      </h2>
      <ReadingView reading={reading} tryAgain={tryAgain} what={`${name}, ${when}`}>
        {(data) =>
          data.good + data.questionable + data.bad === 0 ? (
            <p>
              Nothing is stored for {name} in {when}. The sensor may have been out of use, or its values are still to
              come.
            </p>
          ) : (
            <figure>
              <Chart data={data} style={style} />
              <figcaption>{summarize(data, range)}</figcaption>
            </figure>
          )
        }
      </ReadingView>
    </section>
  );
}
