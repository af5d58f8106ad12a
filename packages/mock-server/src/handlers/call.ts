import type { OperationId, OperationTypes } from "@omnia-timeseries/core/operations";
import type { OperationCall, OperationHandler } from "../call.ts";

/** A request for an operation of the Timeseries API. */
export type Call<Id extends OperationId> = OperationCall<OperationTypes[Id]>;

/** Answers an operation of the Timeseries API, or throws a Refusal. */
export type Handler<Id extends OperationId> = OperationHandler<OperationTypes[Id]>;
