import type { TokenCredential } from "./access-token.ts";
import type { Api } from "./api.ts";
import { createAuthorization } from "./authorization.ts";
import { createRequest } from "./create-request.ts";
import type { RequestInput } from "./create-request.ts";
import { resolveEnvironment } from "./environments.ts";
import type { Environment, EnvironmentOptions } from "./environments.ts";
import type { Fetch, Read } from "./exchange.ts";
import { createFetchExchange } from "./fetch-exchange.ts";
import { OmniaError } from "./omnia-error.ts";
import { createRetry, sleep } from "./retry.ts";
import type { RetryOptions } from "./retry.ts";
import { withDeadline } from "./with-deadline.ts";

/** What every function takes as its second argument. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long the whole call may take, with all tries and waits. Without it only each try is limited. */
  readonly timeoutMs?: number | undefined;
  /** Asks as somebody else than the client does. */
  readonly credential?: TokenCredential | undefined;
  /** Sent along; what the client sets itself is not replaced. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface TransportOptions extends EnvironmentOptions {
  readonly credential: TokenCredential;
  /** Default: the platform's own `fetch`. */
  readonly fetch?: Fetch | undefined;
  readonly retry?: RetryOptions | undefined;
  /** How long one try may take, until the last byte of its answer. Default 120 000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** The longest answer that is read, in bytes after decompression. Default 1 GiB. */
  readonly maxAnswerBytes?: number | undefined;
  /** What the client takes for now, in ms since 1970-01-01T00:00:00Z. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** How the client waits between tries. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** From 0 to 1; spreads waits. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** The way of every request: retry around authorization around one exchange. */
export interface Transport {
  readonly environment: Environment;
  readonly now: () => number;
  send<T>(input: RequestInput, read: Read<T>, options?: CallOptions): Promise<T>;
}

const defaultAttemptTimeoutMs = 120_000;
/** 10 million rows, 100 series of 100 000, are less in either format. */
const defaultMaxAnswerBytes = 1024 ** 3;

function validateCredential(credential: unknown, name: string): void {
  if (typeof (credential as TokenCredential | undefined)?.getToken === "function") return;
  throw new OmniaError(
    "credential",
    `${name}: ${credential === undefined ? "is missing" : "has no getToken()"}. Give one of @omnia-timeseries/auth or @azure/identity, or accessToken(…) for a token of your own.`,
  );
}

function validatePositive(value: number | undefined, name: string, unit: string): void {
  if (value === undefined || value > 0) return;
  throw new OmniaError("invalid-argument", `${name}: ${String(value)} is not a number of ${unit} above 0.`);
}

/** @throws OmniaError `credential` or `invalid-argument` for options that cannot work */
export function createTransport(api: Api, options: TransportOptions): Transport {
  const environment = resolveEnvironment(api, options);
  const { credential, retry = {} } = options;
  const { attemptTimeoutMs = defaultAttemptTimeoutMs, maxAnswerBytes = defaultMaxAnswerBytes } = options;
  // Looked up when used, so that what a test puts in its place is seen.
  const { fetch = (request) => globalThis.fetch(request), now = Date.now, random = Math.random } = options;
  validateCredential(credential, "credential");
  validatePositive(attemptTimeoutMs, "attemptTimeoutMs", "milliseconds");
  validatePositive(maxAnswerBytes, "maxAnswerBytes", "bytes");
  const limits = { fetch, timeoutMs: attemptTimeoutMs, maxBytes: maxAnswerBytes };
  const authorize = createAuthorization(environment.scope, now);
  const withRetry = createRetry(retry, { now, random, sleep: options.sleep ?? sleep });

  return {
    environment,
    now,
    async send(input, read, call = {}) {
      validatePositive(call.timeoutMs, "timeoutMs", "milliseconds");
      if (call.credential !== undefined) validateCredential(call.credential, "credential");
      const request = createRequest(api, environment.baseUrl, { ...input, headers: call.headers });
      const exchange = withRetry(authorize(call.credential ?? credential)(createFetchExchange(limits, read)));
      return withDeadline(call.signal, call.timeoutMs, (signal) => exchange({ request, signal }));
    },
  };
}
