import type { Handler } from "./call.ts";
import { listSeries, matchesExactly } from "./list-series.ts";

export const getAll: Handler<"Getall"> = (call) => listSeries(call, (item) => matchesExactly(item, call.query));
