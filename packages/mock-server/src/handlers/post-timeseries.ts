import { isOmniaError } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";
import type { Handler } from "./call.ts";
import { wrapSeries } from "./list-series.ts";

export const postTimeseries: Handler<"postTimeseries"> = ({ store, body }) => {
  if (body.name === "") throw new Refusal(400, "Body: name must not be empty.");
  if (!store.isFacility(body.facility)) throw new Refusal(400, "Facility not found.");
  try {
    return wrapSeries([store.add(body).metadata]);
  } catch (error) {
    throw isOmniaError(error, "conflict") ? new Refusal(409, error.message) : error;
  }
};
