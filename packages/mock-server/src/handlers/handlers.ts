import type { OperationId, OperationTypes } from "@omnia-timeseries/core/operations";
import type { Handlers } from "../served-api.ts";
import { deleteTimeseries } from "./delete-timeseries.ts";
import { patchTimeseries, putTimeseries } from "./change-timeseries.ts";
import { deleteData } from "./delete-data.ts";
import { getAggregatedData } from "./get-aggregated-data.ts";
import { getAll } from "./get-all.ts";
import { getData, getDataByName } from "./get-data.ts";
import { getFacets } from "./get-facets.ts";
import { getAllFacilities, getFacilityByName } from "./get-facility-counters.ts";
import { getFirst, getLatest, getMultipleFirst, getMultipleLatest } from "./get-first-latest.ts";
import { getHistory } from "./get-history.ts";
import { getMultipleData } from "./get-multiple-data.ts";
import { getOrAddTimeseries } from "./get-or-add-timeseries.ts";
import { getSearch, getSearchByQuery } from "./get-search.ts";
import { getTimeseriesById } from "./get-timeseries-by-id.ts";
import { postTimeseries } from "./post-timeseries.ts";
import { createSubscriptions, deleteSubscriptions, getSubscriptions, setRealTimeDestination } from "./streaming.ts";
import { writeData, writeMultipleData } from "./write-data.ts";

/** What the Timeseries API answers. */
export const handlers: Handlers<OperationTypes, OperationId> = {
  Getall: getAll,
  postTimeseries,
  getTimeseriesById,
  puttimeseries: putTimeseries,
  patchTimeseries,
  DeleteTimeseries: deleteTimeseries,
  GetOrAddTimeseries: getOrAddTimeseries,
  HistoryTimeseries: getHistory,
  GetSearch: getSearch,
  GetSearchByQuery: getSearchByQuery,
  GetFacets: getFacets,
  GetAllFacilities: getAllFacilities,
  getFacilityByName,
  writeData,
  writeMultipleData,
  deleteData,
  GetData: getData,
  GetAggregatedData: getAggregatedData,
  GetFirst: getFirst,
  GetLatest: getLatest,
  getDataByName,
  GetMultipleData: getMultipleData,
  GetMultipleFirst: getMultipleFirst,
  GetMultipleLatest: getMultipleLatest,
  CreateSubscriptions: createSubscriptions,
  GetSubscriptions: getSubscriptions,
  DeleteSubscriptions: deleteSubscriptions,
  SetRealTimeDestination: setRealTimeDestination,
};
