import type { TimeseriesItem } from "@omnia-timeseries/core";
import { useState } from "react";
import type { ReactElement } from "react";
import { dateIn } from "./chart-window.ts";
import type { ChartRange } from "./chart-window.ts";
import { Measurement } from "./measurement.tsx";
import type { Plant } from "./plant.ts";

interface MeasurementsProps extends Pick<Plant, "client" | "timeZone"> {
  /** One or more. */
  readonly list: readonly TimeseriesItem[];
}

const ranges: readonly ChartRange[] = ["day", "year"];

/** What can be chosen, and what is chosen. */
export function Measurements({ client, timeZone, list }: MeasurementsProps): ReactElement {
  const today = dateIn(timeZone, new Date());
  const [id, setId] = useState(list[0]!.id);
  const [date, setDate] = useState(today);
  const [range, setRange] = useState<ChartRange>("day");
  const series = list.find((item) => item.id === id) ?? list[0]!;

  return (
    <>
      <form>
        <label>
          Measurement
          <select value={series.id} onChange={(event) => setId(event.target.value)}>
            {list.map((item) => (
              <option key={item.id} value={item.id}>
                {item.name} {item.description}
              </option>
            ))}
          </select>
        </label>
        <label>
          Date
          <input
            type="date"
            required
            min="1971-01-01"
            max={today}
            value={date}
            // While somebody types, the date may be none; a day that is none is not asked for.
            onChange={(event) => event.target.validity.valid && setDate(event.target.value)}
          />
        </label>
        <fieldset>
          <legend>Show</legend>
          {ranges.map((each) => (
            <label key={each}>
              <input type="radio" name="range" checked={range === each} onChange={() => setRange(each)} />
              {each === "day" ? "Day" : "Year"}
            </label>
          ))}
        </fieldset>
        <p>Times are those of the plant ({timeZone}).</p>
      </form>
      <Measurement client={client} timeZone={timeZone} series={series} date={date} range={range} />
    </>
  );
}
