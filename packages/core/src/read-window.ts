import { findParameter } from "./find-parameter.ts";
import { OmniaError } from "./omnia-error.ts";
import type { ReadRules } from "./read-plan.ts";
import { dataOperations } from "./gen/data-operations.ts";
import type { ReadFilter } from "./read-filter.ts";
import { toTimeWindow } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import { validateParameter } from "./validate-parameter.ts";

/** A whole window of one series. */
export interface ReadWindowParameters extends ReadFilter {
  /** GUID of the series. */
  readonly id: string;
  /** Start of the window, included. */
  readonly startTime: TimeInput;
  /** End of the window, excluded. Default: now, as it is when the read begins. */
  readonly endTime?: TimeInput | undefined;
  /** Most points, or intervals, of one request, 1 to 100 000. Default 100 000. */
  readonly pageSize?: number | undefined;
  /**
   * Decodes each page into the memory of the one before: a page is then good only until the next is
   * asked for. For those who look at each page once and keep nothing of it; pages are then read one after the
   * other. No effect on `all()`.
   */
  readonly reuseBuffers?: boolean | undefined;
  /** Of a page of an earlier read with the same parameters: gives exactly what came behind that page. */
  readonly cursor?: string | undefined;
}

/** As many requests of one read are under way side by side; the client's own limit counts besides. */
const parallel = 8;

const limitRule = findParameter(dataOperations.GetData, "limit");

/**
 * What the requests of all pages have in common.
 *
 * @throws OmniaError `invalid-argument` for a window without a start, and for a bad page size
 */
export function toReadRequest<P extends ReadWindowParameters>(
  parameters: P,
  nowMs: number,
): {
  readonly window: TimeWindow;
  readonly request: Omit<P, "startTime" | "endTime" | "pageSize" | "reuseBuffers" | "cursor"> & {
    readonly startTime: bigint | undefined;
    readonly endTime: bigint | undefined;
    readonly limit: number;
  };
  readonly cursor: string | undefined;
  /** For points; a read of something else changes them. */
  readonly rules: ReadRules;
  readonly reuseBuffers: boolean;
} {
  const {
    startTime,
    endTime = "now",
    pageSize = limitRule.maximum!,
    reuseBuffers = false,
    cursor,
    ...rest
  } = parameters;
  if (startTime === undefined) {
    throw new OmniaError(
      "invalid-argument",
      'startTime: is missing. Give the start of the window, or "1970-01-01" for all there is.',
    );
  }
  validateParameter(limitRule, pageSize, "pageSize");
  // Frozen here: every page must be of the same window.
  const window = toTimeWindow(startTime, endTime, nowMs);
  return {
    window,
    request: { ...rest, startTime: window.start, endTime: window.end, limit: pageSize },
    cursor,
    rules: {
      pageSize,
      parallel: reuseBuffers ? 1 : parallel,
      seriesPerRequest: 1,
      rowsPerRequest: pageSize,
      canSplit: true,
      step: 1n,
    },
    reuseBuffers,
  };
}
