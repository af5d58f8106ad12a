import { OmniaError } from "./omnia-error.ts";
import { dataOperations } from "./gen/data-operations.ts";
import { readMessage } from "./read-message.ts";
import type { ServiceMessage } from "./read-message.ts";
import { formatOptional, toTimeWindow } from "./time-window.ts";
import type { TimeInput } from "./time.ts";
import type { CallOptions, Transport } from "./transport.ts";

/** A window of a series, or all of it. Deleted points cannot be brought back. */
export type DeleteDataParameters =
  | {
      /** GUID of the series. */
      readonly id: string;
      /** Start of what is deleted, included. */
      readonly startTime: TimeInput;
      /** End of what is deleted, excluded. */
      readonly endTime: TimeInput;
      readonly everything?: never;
    }
  | {
      /** GUID of the series. */
      readonly id: string;
      /** The whole history. */
      readonly everything: true;
      readonly startTime?: never;
      readonly endTime?: never;
    };

const rule =
  "Give both startTime and endTime, or { id, everything: true } for the whole history; the service deletes without a bound where one is missing.";

function refuse(what: string): never {
  throw new OmniaError("invalid-argument", `${what} ${rule}`);
}

/** What is deleted, as the query has it. @throws OmniaError `invalid-argument` where it could be more than was meant */
function toQuery(parameters: DeleteDataParameters, nowMs: number): Readonly<Record<string, string | undefined>> {
  const { everything, startTime, endTime } = parameters;
  // Present but undefined is not the same as absent here: it may have been meant as a bound.
  if (everything === true) {
    if ("startTime" in parameters || "endTime" in parameters) refuse("everything: stands beside a window.");
    return {};
  }
  if (everything !== undefined) refuse(`everything: ${JSON.stringify(everything) ?? "undefined"} is not true.`);
  if (startTime === undefined || startTime === null) refuse("startTime: is missing.");
  if (endTime === undefined || endTime === null) refuse("endTime: is missing.");
  const { start, end } = toTimeWindow(startTime, endTime, nowMs);
  return { startTime: formatOptional(start), endTime: formatOptional(end) };
}

/** One deleteData request. @throws OmniaError `invalid-argument` for a window that is open */
export async function deleteData(
  transport: Transport,
  parameters: DeleteDataParameters,
  options?: CallOptions,
): Promise<ServiceMessage> {
  const query = toQuery(parameters, transport.now());
  const { id } = parameters;
  const input = { operation: dataOperations.deleteData, path: { id }, query, accept: "application/json" };
  return transport.send(input, readMessage, options);
}
