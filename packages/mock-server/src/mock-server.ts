import { Datapoints, OmniaError } from "@omnia-timeseries/core";
import type { TokenCredential } from "@omnia-timeseries/core";
import { apis } from "./apis.ts";
import { createAuthority } from "./authority/authority.ts";
import type { SignIn } from "./authority/authority.ts";
import { describeManagedIdentity } from "./authority/managed-identity.ts";
import type { ManagedIdentity } from "./authority/managed-identity.ts";
import { createAuthorize } from "./authorize.ts";
import { createClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { createCors } from "./door/cors.ts";
import { createDoor } from "./door/door.ts";
import { encodeError } from "./door/encode-answer.ts";
import { limitBody } from "./door/limit-body.ts";
import { ConnectionReset, createNetworkError } from "./faults/connection-reset.ts";
import { createFaults } from "./faults/faults.ts";
import type { Faults } from "./faults/faults.ts";
import type { Listening, ListenOptions } from "./listen.ts";
import type { MockServerOptions } from "./mock-server-options.ts";
import { createRandom } from "./random.ts";
import { readAssumptions } from "./read-assumptions.ts";
import { createRequestLog } from "./request-log.ts";
import type { RequestLog } from "./request-log.ts";
import { createAlarmEvents } from "./store/alarm-events.ts";
import { copyColumns } from "./store/columns.ts";
import { createIms } from "./store/ims.ts";
import { readPoints } from "./store/read-points.ts";
import { createDestinations } from "./store/destinations.ts";
import type { Destination } from "./store/destinations.ts";
import { createStore } from "./store/store.ts";
import type { TimeseriesItem } from "./store/series-metadata.ts";
import { createSubscriptions } from "./store/subscriptions.ts";
import { createTraceIds } from "./trace-ids.ts";

/** Options for a client of any of the APIs: no socket, no wait but by the server's clock. */
export interface ClientOptions {
  readonly environment: "test";
  /** An origin alone, so that every API keeps its own path. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly credential: TokenCredential;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** What was in a server at a moment. */
export interface Snapshot {
  /** By the server's clock, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly takenMs: number;
}

/** The Omnia Timeseries API and its sibling APIs, in memory. */
export interface MockServer extends AsyncDisposable {
  /** Answers in process, by the path, on any host. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * For a client of the server's own app or, with a person's object id or username, of that person.
   * @throws OmniaError `invalid-argument` for someone unknown
   */
  clientOptions(user?: string): ClientOptions;
  /** Revokes tokens, and says who may sign in. */
  readonly signIn: SignIn;
  readonly clock: Clock;
  /** Makes requests go wrong. */
  readonly faults: Faults;
  readonly store: {
    /** The metadata of all series, in the order of their creation. */
    readonly series: readonly TimeseriesItem[];
    /**
     * A copy of the points of a series.
     * @throws OmniaError `not-found`
     */
    points(id: string): Datapoints;
    /** Where callers have their live data sent; nothing is sent. */
    readonly destinations: readonly Destination[];
  };
  readonly requests: RequestLog;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Environment variables for programs that sign in with the machine's identity, while it listens. */
  readonly managedIdentity: ManagedIdentity;
  /** As it was made, with an empty log and no faults. The clock goes on: time never turns back. */
  reset(): void;
  /** Keeps what is in it: series, points, enqueued writes, subscriptions, destinations, who may sign in. Nothing is copied. */
  snapshot(): Snapshot;
  /**
   * Brings back what a snapshot of this server keeps, as often as one likes. Log, faults and clock stay.
   * @throws OmniaError `invalid-argument` for a snapshot of another server
   */
  restore(snapshot: Snapshot): void;
  /**
   * Opens sockets; in Node only.
   * @throws OmniaError `invalid-argument` when it listens already
   */
  listen(options?: ListenOptions): Promise<void>;
  /** Origin of the API while it listens, such as `http://127.0.0.1:49152`. */
  readonly url: string;
  /** Origin of the sign-in while it listens, https. */
  readonly authority: string;
  /** PEM text of the certificate to trust for `authority`, while it listens. */
  readonly ca: string;
  /** Closes the sockets, if there are any. */
  close(): Promise<void>;
}

/**
 * A server of its own: nothing is shared with another one.
 *
 * @example
 * ```ts
 * const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219", unit: "bar" }] });
 * const client = createTimeseriesClient({ ...server.clientOptions(), format: json });
 * ```
 * @throws OmniaError `invalid-argument` or `conflict` for series that the service could not hold
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  const { seed = 1, auth = "tokens", access } = options;
  const { strict = false, validateResponses = false, cors = true, maxBodyBytes = 30_000_000 } = options;
  const clock = createClock(options.now);
  const now = clock.now;
  const { series = [] } = options;
  // Programs outside sign by real time, however far this clock was moved.
  const authority = createAuthority({ ...options, now, realNow: () => now() - clock.offset });
  const store = createStore(seed, now);
  const streaming = createSubscriptions(now);
  const ims = createIms(options.ims);
  const realTime = createSubscriptions(now);
  const alarmEvents = createAlarmEvents(options.alarmEvents ?? {}, now());
  const routing = createSubscriptions(now);
  const destinations = createDestinations();
  const traceIds = createTraceIds(seed);
  const { faults, take: takeFault } = createFaults();
  const { log, record, clear } = createRequestLog(() => faults.seed);
  const assumptions = readAssumptions(options.assumptions);
  const authorize = createAuthorize(auth, authority);
  const platform = { store, streaming, ims, realTime, alarmEvents, routing, destinations, assumptions };
  const nextTraceId = traceIds.next;
  const checks = { authorize, access, strict, validateResponses };
  const door = createDoor({ apis, platform, clock, takeFault, nextTraceId, record, ...checks });

  for (const [i, { datapoints = [], ...metadata }] of series.entries()) {
    if (metadata.id !== undefined && !guid.test(metadata.id)) {
      throw new OmniaError("invalid-argument", `series[${i}].id: ${JSON.stringify(metadata.id)} is not a GUID.`);
    }
    const columns = readPoints(datapoints, `series[${i}].datapoints`, now());
    store.add(metadata).points.write(columns);
  }

  const parts = [store, streaming, ims, realTime, routing, destinations, authority];
  const restores = new WeakMap<Snapshot, () => void>();
  const takeSnapshot = (): Snapshot => {
    const each = parts.map((part) => part.snapshot());
    const snapshot = { takenMs: now() };
    restores.set(snapshot, () => each.forEach((restore) => restore()));
    return snapshot;
  };
  const restoreSnapshot = (snapshot: Snapshot): void => {
    const restore = restores.get(snapshot);
    if (restore === undefined) throw new OmniaError("invalid-argument", "The snapshot is not one of this server.");
    restore();
  };
  const beginning = takeSnapshot();

  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new OmniaError("invalid-argument", `maxBodyBytes: ${maxBodyBytes} is not a whole number from 1 on.`);
  }
  const withCors = createCors(cors);
  const answer = (given: Request): Promise<Response> =>
    withCors(given, async () => {
      try {
        const request = limitBody(given, maxBodyBytes);
        return (await authority.fetch(request)) ?? (await door(request));
      } catch (error) {
        if (error instanceof ConnectionReset || given.signal.aborted) throw error;
        return encodeError(error, nextTraceId());
      }
    });

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const response = await answer(request).catch((error: unknown) => {
      throw error instanceof ConnectionReset ? createNetworkError("fetch failed") : error;
    });
    request.signal.throwIfAborted();
    // As over a socket.
    return request.method === "HEAD" ? new Response(null, response) : response;
  };

  let listening: Listening | undefined;
  const whileListening = (): Listening => {
    if (listening !== undefined) return listening;
    throw new OmniaError("invalid-argument", "The mock server has no address yet: call listen() first.");
  };
  const close = async (): Promise<void> => {
    const open = listening;
    listening = undefined;
    await open?.close();
  };

  return {
    fetch,
    clock,
    faults,
    requests: log,
    tenantId: authority.tenantId,
    clientId: authority.clientId,
    signIn: authority.signIn,
    // Getters, so that the server prints without them.
    get clientSecret() {
      return authority.clientSecret;
    },
    get managedIdentity() {
      return describeManagedIdentity(whileListening().url, authority.identityHeader);
    },
    clientOptions(username) {
      const user = username === undefined ? undefined : authority.findUser(username);
      return {
        environment: "test",
        baseUrl: "http://127.0.0.1",
        fetch,
        credential: {
          getToken: (scopes, { enableCae } = {}) =>
            authority.issueToken([scopes].flat().join(" "), { user, answersChallenges: enableCae }),
        },
        now,
        sleep: clock.sleep,
        random: createRandom(seed),
      };
    },
    store: {
      get series() {
        return store.all().map(({ metadata }) => metadata);
      },
      get destinations() {
        return destinations.all;
      },
      points(id) {
        const found = store.find(id);
        if (found === undefined) throw new OmniaError("not-found", `There is no series '${id}'.`);
        return new Datapoints({ id: found.metadata.id, ...copyColumns(found.points.columns) });
      },
    },
    reset() {
      restoreSnapshot(beginning);
      faults.clear();
      clear();
      traceIds.reset();
    },
    snapshot: takeSnapshot,
    restore: restoreSnapshot,
    async listen(listenOptions = {}) {
      if (listening !== undefined) throw new OmniaError("invalid-argument", "The mock server listens already.");
      // Loaded here, so that browsers never meet Node's modules.
      const { listen } = await import("./listen.ts");
      listening = await listen({ fetch: answer, nextTraceId }, listenOptions);
    },
    get url() {
      return whileListening().url;
    },
    get authority() {
      return whileListening().authority;
    },
    get ca() {
      return whileListening().ca;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
