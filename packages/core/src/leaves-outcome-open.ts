import { wasNeverSent } from "./network-error.ts";
import type { OmniaError } from "./omnia-error.ts";

/**
 * Whether nobody knows, after this failure of a request, if the service has carried it out. A service that is
 * overloaded (503) or limits (429) refuses before it begins; any other 5xx may come after the work was done.
 */
export function leavesOutcomeOpen(error: OmniaError): boolean {
  if (error.code === "network") return !wasNeverSent(error);
  if (["timeout", "aborted", "incomplete", "decode"].includes(error.code)) return true;
  return error.code === "server" && error.statusCode !== 503;
}
