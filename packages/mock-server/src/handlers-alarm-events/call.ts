import type { OperationId, OperationTypes } from "@omnia-timeseries/alarm-events/operations";
import type { OperationCall, OperationHandler } from "../call.ts";

/** A request for an operation of Alarm & Events. */
export type Call<Id extends OperationId> = OperationCall<OperationTypes[Id]>;

/** Answers an operation of Alarm & Events, or throws a Refusal. */
export type Handler<Id extends OperationId> = OperationHandler<OperationTypes[Id]>;
