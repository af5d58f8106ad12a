import type { ConformanceCase } from "../suite/case.ts";
import { aggregateCases } from "./aggregates.ts";
import { alarmEventsCases } from "./alarm-events.ts";
import { changeCases } from "./changes.ts";
import { firstLatestCases } from "./first-latest.ts";
import { imsCases } from "./ims.ts";
import { metadataCases } from "./metadata.ts";
import { multiCases } from "./multi.ts";
import { pagingCases } from "./paging.ts";
import { requestCases } from "./requests.ts";
import { windowCases } from "./windows.ts";
import { wireCases } from "./wire.ts";
import { writeCases } from "./writes.ts";

/** What the service does, by the facts; where they are silent, what we think that it does. */
export const allCases: readonly ConformanceCase[] = [
  ...windowCases,
  ...pagingCases,
  ...firstLatestCases,
  ...aggregateCases,
  ...multiCases,
  ...wireCases,
  ...requestCases,
  ...metadataCases,
  ...writeCases,
  ...changeCases,
  ...imsCases,
  ...alarmEventsCases,
];

/** Those that only read, and may be run against the service. */
export const readOnlyCases: readonly ConformanceCase[] = allCases.filter(
  ({ needs, mockOnly }) => !needs.includes("write") && mockOnly !== true,
);
