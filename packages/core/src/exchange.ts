import type { OmniaRequest } from "./create-request.ts";
import type { ClientEvent } from "./events.ts";

/** A call on its way, as layers of the user are given it; further in, one of its tries. */
export interface Attempt {
  readonly request: OmniaRequest;
  /** Fires when the caller aborts or the call's time is over. */
  readonly signal: AbortSignal;
  /** Counts the calls of one client. */
  readonly call: number;
  /** Which try of the call it is, from 1; counted by the retry layer. */
  readonly number: number;
  /** `Bearer <token>`, put in by the authorization layer. */
  readonly authorization?: string;
  /** An earlier try of this call ended so that the service may have carried it out. */
  readonly mayBeDone?: boolean;
  /** Is told what happens. A layer that listens hands on what it was given. */
  readonly observe: (event: ClientEvent) => void;
  /** Is given the answer that the call's result was read from. */
  readonly onResponse?: ((response: AnswerInfo) => void) | undefined;
}

/** What an answer had beside its body. */
export interface AnswerInfo {
  /** With `hidden` in the place of keys. */
  readonly url: string;
  readonly statusCode: number;
  /** All of them, names in lower case. A page of another origin sees only those that the service lets it see. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One exchange with the service: send the request, check the answer, read its body to the end.
 * What it gives is whole.
 */
export type Exchange<T> = (attempt: Attempt) => Promise<T>;

/**
 * Wraps an exchange in behaviour, such as a retry: what it is given may be called once, often or never. It hands on
 * the attempt that it was given, or a changed copy.
 */
export type Layer = <T>(next: Exchange<T>) => Exchange<T>;

/** Reads and checks the body of a successful answer while it arrives; one longer than `maxBytes` is refused. */
export type Read<T> = (response: Response, maxBytes: number) => Promise<T>;

export type Fetch = (request: Request) => Promise<Response>;
