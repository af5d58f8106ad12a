import type { Handler } from "./call.ts";
import { wrapSeries } from "./list-series.ts";
import { refuseConflict } from "./refuse-conflict.ts";
import { validateFields } from "./validate-fields.ts";

/** In the order of the request. A series that is there stays as it is; when one is refused, none is created. */
export const getOrAddTimeseries: Handler<"GetOrAddTimeseries"> = ({ store, body }) => {
  for (const fields of body) {
    validateFields(store, fields);
    const isThere = store.findByName(fields.facility, fields.name) !== undefined;
    if (!isThere) refuseConflict(() => store.validateNew(fields));
  }
  return wrapSeries(
    body.map((fields) => (store.findByName(fields.facility, fields.name) ?? store.add(fields)).metadata),
  );
};
