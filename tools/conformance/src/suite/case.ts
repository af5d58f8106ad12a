import type { Answer } from "./answer.ts";
import type { ApiName } from "./api-name.ts";
import type { Row } from "./rows.ts";

/**
 * What a caller must be allowed to do. A case that needs `write` changes something, and is never run against the
 * service by this program; `sign-in` needs a caller that can be told apart by its token.
 */
export type Permission = "read" | "write" | "stream" | "ims.read" | "ae.read" | "sign-in";

export type Query = Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;

export interface CaseRequest {
  /** By default `timeseries`. */
  readonly api?: ApiName;
  /** By default GET, and POST with a body. */
  readonly method?: string;
  /** Below the API's own path, such as `/search`; percent-encoded. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another bearer token than the caller's, or null for none. */
  readonly token?: string | null;
}

/** What the cases know of the series that they read. */
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly facility: string;
  /** Points that follow one another in the series, at least 8. */
  readonly rows: readonly Row[];
}

/** What a case is given. */
export interface CaseContext {
  /** @throws Refused for 401, 403 and 429, where the request has the caller's own token */
  readonly send: (request: CaseRequest) => Promise<Answer>;
  /** Read once, from the server that is asked. */
  readonly sample: () => Promise<Sample>;
  /** A text that no other case is given. */
  readonly unique: () => string;
  readonly nowMs: () => number;
  /** Moves the clock of a mock server, by a text such as `2s`; for cases that are `mockOnly`. */
  readonly advance: (by: string) => void;
  /** A token as the server's sign-in gives it. */
  readonly getToken: (api: ApiName) => Promise<string>;
}

/** One statement about the service, and how it is checked. */
export interface ConformanceCase {
  readonly name: string;
  readonly operationIds: readonly string[];
  /** What it rests on: public sources by their tags in specs/EVIDENCE.md, or an assumption of the mock server's README. */
  readonly rests: { readonly fact: string } | { readonly assumption: string };
  readonly needs: readonly Permission[];
  /** Needs a clock that it can move, or another thing that only a mock server has. */
  readonly mockOnly?: true;
  /** @throws Finding when the server does otherwise, NotApplicable when the series does not let it tell */
  readonly check: (context: CaseContext) => Promise<void>;
}
