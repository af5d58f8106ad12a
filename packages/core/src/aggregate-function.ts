import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import type { components } from "./operations.ts";
import { validateParameter } from "./validate-parameter.ts";

/** What the points of an interval become; `avg` is the plain mean, `stddev` that of a sample (n − 1). */
export type AggregateFunction = components["schemas"]["AggregateFunction"];

const rule = findParameter(dataOperations.GetAggregatedData, "aggregateFunction");

/** All of them. Source: specs/timeseries/openapi.yaml. */
export const aggregateFunctions: readonly AggregateFunction[] = rule.enum as readonly AggregateFunction[];

/** @throws OmniaError `invalid-argument` for what is not a list of them, and for an empty list */
export function validateAggregateFunctions(functions: unknown, name: string): void {
  if (!Array.isArray(functions) || functions.length === 0) {
    throw new OmniaError(
      "invalid-argument",
      `${name}: ${JSON.stringify(functions) ?? String(functions)} names no function. Give a list of ${aggregateFunctions.join(", ")}.`,
    );
  }
  validateParameter(rule, functions, name);
}
