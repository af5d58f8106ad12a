import { OmniaError } from "@omnia-timeseries/core";
import { assumptions } from "./assumptions.ts";
import type { Assumption, Assumptions } from "./assumptions.ts";

const flippable: ReadonlyMap<string, Assumption> = new Map(
  assumptions.filter((one) => one.default !== undefined).map((one) => [one.name, one]),
);

function isValueOf({ default: preset, other }: Assumption, value: unknown): boolean {
  if (typeof preset === "number") return typeof value === "number" && Number.isFinite(value) && value >= 0;
  return value === preset || value === other;
}

function describeValues({ default: preset, other }: Assumption): string {
  return typeof preset === "number"
    ? "milliseconds, a number from 0 on"
    : `${JSON.stringify(preset)} or ${JSON.stringify(other)}`;
}

/**
 * All assumptions that can be flipped, with the defaults where `given` says nothing.
 *
 * @throws OmniaError `invalid-argument` for any other name, and for a value that an assumption does not have
 */
export function readAssumptions(given: Partial<Assumptions> = {}): Assumptions {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const assumption = flippable.get(name);
    if (assumption === undefined) {
      const names = [...flippable.keys()].join(", ");
      throw new OmniaError("invalid-argument", `assumptions.${name}: cannot be changed. Those that can: ${names}.`);
    }
    if (!isValueOf(assumption, value)) {
      const values = describeValues(assumption);
      throw new OmniaError(
        "invalid-argument",
        `assumptions.${name}: ${String(value)} is not what it can be: ${values}.`,
      );
    }
  }
  const presets = Object.fromEntries([...flippable].map(([name, one]) => [name, one.default]));
  return { ...(presets as unknown as Assumptions), ...given };
}
