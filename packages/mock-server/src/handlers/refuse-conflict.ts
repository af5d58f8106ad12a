import { isOmniaError } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";

/** @throws Refusal 409 in place of the store's `conflict` */
export function refuseConflict<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    throw isOmniaError(error, "conflict") ? new Refusal(409, error.message) : error;
  }
}
