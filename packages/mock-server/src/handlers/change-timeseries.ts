import type { Answer } from "../call.ts";
import type { SeriesFields, TimeseriesItem } from "../store/series-metadata.ts";
import type { Call, Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { wrapSeries } from "./list-series.ts";
import type { TimeseriesPage } from "./list-series.ts";
import { refuseConflict } from "./refuse-conflict.ts";
import { validateFields } from "./validate-fields.ts";

function change(
  { store, path, callerId }: Pick<Call<"puttimeseries">, "store" | "path" | "callerId">,
  createFields: (before: TimeseriesItem) => SeriesFields,
): Answer<TimeseriesPage> {
  const series = findSeries(store, path.id);
  const fields = createFields(series.metadata);
  validateFields(store, fields);
  refuseConflict(() => store.change(series, fields, callerId));
  return wrapSeries([series.metadata]);
}

/** What the body does not name is lost. */
export const putTimeseries: Handler<"puttimeseries"> = (call) => change(call, () => call.body);

/** What the body does not name, or names with null, stays as it is. */
export const patchTimeseries: Handler<"patchTimeseries"> = (call) =>
  change(call, (before) => {
    const { name, facility, ...rest } = { ...before, ...call.body };
    return { ...rest, name: name ?? "", facility: facility ?? "" };
  });
