import type { OperationId } from "@omnia-timeseries/core/operations";
import type { Handler } from "./call.ts";
import { deleteData } from "./delete-data.ts";
import { getAll } from "./get-all.ts";
import { getData } from "./get-data.ts";
import { getFirst, getLatest } from "./get-first-latest.ts";
import { getMultipleData } from "./get-multiple-data.ts";
import { getSearch, getSearchByQuery } from "./get-search.ts";
import { getTimeseriesById } from "./get-timeseries-by-id.ts";
import { postTimeseries } from "./post-timeseries.ts";
import { writeData, writeMultipleData } from "./write-data.ts";

type Handlers = { readonly [Id in OperationId]: Handler<Id> };

/** What is answered, by operation. The others answer 501. */
export const handlers: Partial<Handlers> = {
  Getall: getAll,
  postTimeseries,
  getTimeseriesById,
  GetSearch: getSearch,
  GetSearchByQuery: getSearchByQuery,
  writeData,
  writeMultipleData,
  deleteData,
  GetData: getData,
  GetFirst: getFirst,
  GetLatest: getLatest,
  GetMultipleData: getMultipleData,
};
