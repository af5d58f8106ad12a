import type { FederationSource } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";
import type { SeriesReference } from "./series-reference.ts";

/** What no name of a tag has in it: control characters, and those that mean something else in queries of a historian. */
const forbidden = /[\p{Cc}*?;{}[\]|\\`'"]/u;

/**
 * A name that cannot be one of a tag makes IMS refuse the whole request. Source: issue 6 of OmniaPlant; which
 * names these are is our decision.
 *
 * @param nameOf what the name of a series is called in the refusal
 * @throws Refusal 400
 */
export function validateTagNames(
  references: readonly SeriesReference[],
  source: FederationSource | undefined,
  nameOf: (i: number) => string,
): void {
  if (source !== "IMS") return;
  references.forEach(({ id, name }, i) => {
    // The id counts where both are given.
    if (typeof id === "string" || typeof name !== "string") return;
    if (name === "" || forbidden.test(name)) {
      const rule = "not empty, and without control characters and * ? ; { } [ ] | \\ ` ' \"";
      throw new Refusal(400, `${nameOf(i)}: '${name}' is not the name of a tag in IMS: ${rule}.`);
    }
  });
}
