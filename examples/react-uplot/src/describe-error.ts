import { isOmniaError } from "@omnia-timeseries/core";
import type { OmniaErrorCode } from "@omnia-timeseries/core";

/** What went wrong in the words of somebody at the plant, and what they can do. */
const texts: Partial<Record<OmniaErrorCode, string>> = {
  credential: "You are not signed in. Sign in, then try again.",
  unauthorized: "Your sign-in is not accepted any more. Sign in again, then try again.",
  forbidden: "You have no access to these measurements. Ask whoever gives access to data of this plant.",
  "not-found": "This measurement is not there, or you may not see it. Choose another one.",
  "rate-limited": "Too many people are asking at the moment. Wait a minute, then try again.",
  network: "There is no connection to the data. Check your network, then try again.",
  timeout: "The data did not come in time. Try again, or choose a day in place of a year.",
  server: "The data service has a problem of its own. Try again in a few minutes.",
};

/** @returns a sentence or two, and what support needs to find out more */
export function describeError(error: unknown): { readonly text: string; readonly support: string } {
  const known = isOmniaError(error) ? error : undefined;
  return {
    text: (known && texts[known.code]) ?? "The data could not be shown. If it happens again, tell support.",
    support: known?.toSupportText() ?? String(error),
  };
}
