import type { Handler } from "./call.ts";
import { wrapSeries } from "./list-series.ts";
import { refuseConflict } from "./refuse-conflict.ts";
import { validateFields } from "./validate-fields.ts";

export const postTimeseries: Handler<"postTimeseries"> = ({ store, body }) => {
  validateFields(store, body);
  return wrapSeries([refuseConflict(() => store.add(body)).metadata]);
};
