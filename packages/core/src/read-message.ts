import type { Read } from "./exchange.ts";
import { readJson } from "./read-json.ts";

/** What the service said to a write, a deletion or another change. */
export interface ServiceMessage {
  /** HTTP status: 200 done, 202 accepted and not yet done, 404 deleted by a try of this call whose answer was lost. */
  readonly statusCode: number;
  readonly message?: string;
  readonly traceId?: string;
}

/** What all APIs of the platform answer so. Source: `MessageModel` of their OpenAPI documents. */
interface MessageModel {
  readonly message?: string | null;
  readonly traceId?: string | null;
}

/** Reads the answer to a change. @throws OmniaError `decode` when it is no object of JSON */
export const readMessage: Read<ServiceMessage> = async (response, maxBytes) => {
  const { message, traceId } = await readJson<MessageModel>()(response, maxBytes);
  // The body's own statusCode has been seen to be 0; the HTTP status is what counts.
  return {
    statusCode: response.status,
    ...(message == null ? {} : { message }),
    ...(traceId == null ? {} : { traceId }),
  };
};
