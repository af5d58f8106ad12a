import type { OmniaRequest } from "./create-request.ts";

/** One try of a request. */
export interface Attempt {
  readonly request: OmniaRequest;
  /** Fires when the caller aborts or the call's time is over. */
  readonly signal: AbortSignal;
  /** `Bearer <token>`, put in by the authorization layer. */
  readonly authorization?: string;
  /** An earlier try of this call ended so that the service may have carried it out. */
  readonly mayBeDone?: boolean;
}

/**
 * One exchange with the service: send the request, check the answer, read its body to the end.
 * What it gives is whole.
 */
export type Exchange<T> = (attempt: Attempt) => Promise<T>;

/** Wraps an exchange in behaviour, such as a retry. */
export type Layer = <T>(next: Exchange<T>) => Exchange<T>;

/** Reads and checks the body of a successful answer while it arrives; one longer than `maxBytes` is refused. */
export type Read<T> = (response: Response, maxBytes: number) => Promise<T>;

export type Fetch = (request: Request) => Promise<Response>;
