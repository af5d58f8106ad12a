import type { TokenCredential } from "./access-token.ts";
import type { Api } from "./api.ts";
import { createAuthorization } from "./authorization.ts";
import { createCallProgress } from "./call-progress.ts";
import { createRequest } from "./create-request.ts";
import type { RequestInput } from "./create-request.ts";
import { resolveEnvironment } from "./environments.ts";
import type { Environment, EnvironmentOptions } from "./environments.ts";
import { reportCall } from "./events.ts";
import type { ClientEvent } from "./events.ts";
import type { AnswerInfo, Fetch, Layer, Read } from "./exchange.ts";
import { createFetchExchange } from "./fetch-exchange.ts";
import { createLimiter } from "./limiter.ts";
import type { LimitOptions, RequestPace } from "./limiter.ts";
import { OmniaError } from "./omnia-error.ts";
import { createRetry, defaultBudgetMs, sleep } from "./retry.ts";
import type { RetryOptions } from "./retry.ts";
import { validatePositive } from "./validate-positive.ts";
import { createUserAgent } from "./user-agent.ts";
import { withDeadline } from "./with-deadline.ts";

/** What every function takes as its second argument. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long the whole call may take, with all tries and waits. Without it only each try is limited. */
  readonly timeoutMs?: number | undefined;
  /** Asks as somebody else than the client does. */
  readonly credential?: TokenCredential | undefined;
  /** Sent along. Of what the client sets itself only `User-Agent` is replaced. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Is given status and headers of each answer that a result was read from, once all of it was read. */
  readonly onResponse?: ((response: AnswerInfo) => void) | undefined;
}

export interface TransportOptions extends EnvironmentOptions {
  readonly credential: TokenCredential;
  /** Default: the platform's own `fetch`. */
  readonly fetch?: Fetch | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly limits?: LimitOptions | undefined;
  /** Around every call, the first one outermost: outside of limits, retry and sign-in. */
  readonly layers?: readonly Layer[] | undefined;
  /** Is told of each try, each wait and each call. What it throws is an uncaught error, and no call fails by it. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
  /** Stands before the client's own name in `User-Agent`, such as `my-service/1.2`. Browsers send their own. */
  readonly applicationName?: string | undefined;
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

/** The way of every request: the layers of the user around limits, retry, authorization and one exchange. */
export interface Transport {
  readonly environment: Environment;
  readonly now: () => number;
  readonly pace: () => RequestPace;
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

function validateLayers(layers: readonly Layer[]): void {
  const wrong = layers.findIndex((layer) => typeof layer !== "function");
  if (wrong >= 0) throw new OmniaError("invalid-argument", `layers[${wrong}]: is not a function.`);
}

/** @throws OmniaError `credential` or `invalid-argument` for options that cannot work */
export function createTransport(api: Api, options: TransportOptions): Transport {
  const environment = resolveEnvironment(api, options);
  const { credential, retry = {}, limits = {}, layers = [], onEvent } = options;
  const { attemptTimeoutMs = defaultAttemptTimeoutMs, maxAnswerBytes = defaultMaxAnswerBytes } = options;
  // Looked up when used, so that what a test puts in its place is seen.
  const { fetch = (request) => globalThis.fetch(request), now = Date.now, random = Math.random } = options;
  validateCredential(credential, "credential");
  validatePositive(attemptTimeoutMs, "attemptTimeoutMs", "milliseconds");
  validatePositive(maxAnswerBytes, "maxAnswerBytes", "bytes");
  const clock = { now, random, sleep: options.sleep ?? sleep };
  validateLayers(layers);
  const limiter = createLimiter(limits, clock, retry.budgetMs ?? defaultBudgetMs);
  const withRetry = createRetry(retry, clock);
  const authorize = createAuthorization(environment, now);
  const exchange = { fetch, timeoutMs: attemptTimeoutMs, maxBytes: maxAnswerBytes, now };
  const userAgent = createUserAgent(options.applicationName);
  let calls = 0;

  return {
    environment,
    now,
    pace: limiter.pace,
    async send(input, read, options = {}) {
      const { timeoutMs, onResponse } = options;
      if (options.credential !== undefined) validateCredential(options.credential, "credential");
      const signIn = authorize(options.credential ?? credential);
      const request = createRequest(api, environment.baseUrl, {
        ...input,
        headers: { ...userAgent, ...options.headers },
      });
      const progress = createCallProgress(request);
      const sent = progress.watch(createFetchExchange(exchange, read));
      const limited = progress.explained(limiter.calls(withRetry(signIn(limiter.requests(sent)))));
      const whole = layers.reduceRight((next, layer) => layer(next), limited);
      return progress.explain(
        withDeadline(options.signal, timeoutMs, (signal) =>
          reportCall({ request, signal, call: ++calls, number: 1, onResponse }, now, onEvent, whole),
        ),
      );
    },
  };
}
