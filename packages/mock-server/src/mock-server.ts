/// <reference lib="esnext.disposable" preserve="true" />
import { Datapoints, minTime, OmniaError } from "@omnia-timeseries/core";
import type { TimeInput, TokenCredential } from "@omnia-timeseries/core";
import { apis } from "./apis.ts";
import { createAuthority } from "./authority/authority.ts";
import type { SignIn } from "./authority/authority.ts";
import { describeManagedIdentity } from "./authority/managed-identity.ts";
import type { ManagedIdentity } from "./authority/managed-identity.ts";
import { createAuthorize } from "./authorize.ts";
import { createClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { isControlPath } from "./control/is-control-path.ts";
import { createCors } from "./door/cors.ts";
import { createDoor } from "./door/door.ts";
import { encodeError } from "./door/encode-answer.ts";
import { limitBody } from "./door/limit-body.ts";
import { ConnectionReset, createNetworkError } from "./faults/connection-reset.ts";
import { createFaults } from "./faults/faults.ts";
import type { Faults } from "./faults/faults.ts";
import { addFixture } from "./fixtures/add-fixture.ts";
import type { Fixture } from "./fixtures/fixture.ts";
import type { Listening, ListenOptions } from "./listen.ts";
import { createExpectations } from "./log/expectations.ts";
import type { MockServerOptions } from "./mock-server-options.ts";
import { addPlant, completePlant } from "./plants/plant.ts";
import { createRandom } from "./random.ts";
import { readAssumptions } from "./read-assumptions.ts";
import { createRequestLog } from "./request-log.ts";
import type { RequestLog } from "./request-log.ts";
import { loadContent, loadPlatformContent, takeContent, takePlatformContent } from "./server-state.ts";
import type { ServerContent, ServerState } from "./server-state.ts";
import { createAlarmEvents } from "./store/alarm-events.ts";
import { copyColumns } from "./store/columns.ts";
import { endOfTime } from "./store/point-source.ts";
import { createIms } from "./store/ims.ts";
import { createDestinations } from "./store/destinations.ts";
import type { Destination } from "./store/destinations.ts";
import { readPoints } from "./store/read-points.ts";
import type { PointInput } from "./store/read-points.ts";
import { createStore } from "./store/store.ts";
import type { Series } from "./store/store.ts";
import type { TimeseriesItem } from "./store/series-metadata.ts";
import { createSubscriptions } from "./store/subscriptions.ts";
import { toWindow } from "./to-window.ts";
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
   * For a client of the server's own app or, with a person's object id or username, of that person of its own tenant.
   * @throws OmniaError `invalid-argument` for someone unknown
   */
  clientOptions(user?: string): ClientOptions;
  /** Revokes tokens, and says who may sign in and who is at the sign-in page. */
  readonly signIn: SignIn;
  readonly clock: Clock;
  /** Makes requests go wrong. */
  readonly faults: Faults;
  readonly store: {
    /** The metadata of all series, in the order of their creation. */
    readonly series: readonly TimeseriesItem[];
    /**
     * A copy of the points of a series.
     * @throws OmniaError `not-found`, and `invalid-argument` for more than 50 million points
     */
    points(id: string): Datapoints;
    /** Where callers have their live data sent; nothing is sent. */
    readonly destinations: readonly Destination[];
    /**
     * Adds points to a series; one at a time that has a point already replaces it.
     * @throws OmniaError `not-found`, `invalid-argument` for points that the service could not hold
     */
    write(id: string, datapoints: Iterable<PointInput> | Datapoints): void;
    /**
     * Removes the points from `startTime` (included) to `endTime` (excluded); without times as far as there are points.
     * @throws OmniaError `not-found`, `invalid-argument`
     */
    deletePoints(id: string, window?: { readonly startTime?: TimeInput; readonly endTime?: TimeInput }): void;
    /**
     * Forgets a series and its points.
     * @throws OmniaError `not-found`
     */
    deleteSeries(id: string): void;
  };
  readonly requests: RequestLog;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Environment variables for programs that sign in with the machine's identity, while it listens. */
  readonly managedIdentity: ManagedIdentity;
  /** As it was made, with an empty log and no faults. The clock goes on: time never turns back. */
  reset(): void;
  /**
   * Adds series, tags and events, as the options of the same names: all of them, or nothing.
   * @throws OmniaError `invalid-argument` or `conflict`, as `createMockServer`
   */
  seed(fixture: Fixture): void;
  /** What is in it and its clock, for `createMockServer({ state })` and for data files; log and faults are not in it. */
  state(): ServerState;
  /** Keeps what is in it, as `state()` has it but for the clock. Nothing is copied. */
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

/** A billion bytes: those of a plant may be many more. */
const maxCopiedPoints = 50_000_000;

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
  const { state: kept, auth = "tokens", access } = options;
  const seed = readSeed(options);
  const { strict = false, validateResponses = false, cors = true, maxBodyBytes = 30_000_000 } = options;
  const clock = createClock(options.now, kept?.clock);
  const now = clock.now;
  // Programs outside sign by real time, however far this clock was moved.
  const authority = createAuthority({ ...options, now, realNow: () => now() - clock.offset });
  const store = createStore(seed, now);
  const streaming = createSubscriptions(now);
  const ims = createIms();
  const realTime = createSubscriptions(now);
  const alarmEvents = createAlarmEvents();
  const routing = createSubscriptions(now);
  const destinations = createDestinations();
  const traceIds = createTraceIds(seed);
  const { faults, take: takeFault } = createFaults();
  const expectations = createExpectations();
  const { log, record } = createRequestLog(() => faults.scheduled?.seed, now, expectations);
  const assumptions = readAssumptions(options.assumptions);
  const authorize = createAuthorize(auth, authority);
  const platform = { store, streaming, ims, realTime, alarmEvents, routing, destinations, assumptions };
  const nextTraceId = traceIds.next;
  const checks = { authorize, access, strict, validateResponses };
  const door = createDoor({
    apis,
    platform,
    clock,
    takeFault,
    takeExpectation: expectations.take,
    nextTraceId,
    record,
    ...checks,
  });

  const parts = { ...platform, authority };
  const added = (options.plants ?? []).map((plant, i) => completePlant(plant, `plants[${i}]`, now()));
  const plants = [...(kept?.plants ?? []), ...added];
  // What is kept of a series is only what differs from its plant, which must be there before.
  for (const plant of kept?.plants ?? []) addPlant(store, plant, seed, now);
  if (kept !== undefined) loadContent(parts, kept);
  for (const plant of added) addPlant(store, plant, seed, now);
  addFixture(platform, options, now());

  const contents = new WeakMap<Snapshot, ServerContent>();
  const takeSnapshot = (): Snapshot => {
    const snapshot = { takenMs: now() };
    contents.set(snapshot, takeContent(parts));
    return snapshot;
  };
  const restoreSnapshot = (snapshot: Snapshot): void => {
    const content = contents.get(snapshot);
    if (content === undefined) throw new OmniaError("invalid-argument", "The snapshot is not one of this server.");
    loadContent(parts, content);
  };
  const beginning = takeSnapshot();

  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new OmniaError("invalid-argument", `maxBodyBytes: ${maxBodyBytes} is not a whole number from 1 on.`);
  }
  const withCors = createCors(cors);
  let control: Promise<(request: Request) => Promise<Response>> | undefined;
  const answerControl = async (given: Request): Promise<Response> => {
    // Loaded here, so that only those who use it load it.
    control ??= import("./control/control.ts").then(({ createControl }) =>
      createControl({ server, series: store, made: { seed, auth, strict }, dataFile: options.dataFile }),
    );
    return (await control)(limitBody(given, maxBodyBytes));
  };
  const answer = async (given: Request): Promise<Response> => {
    // Not for other origins: CORS stands behind it.
    if (isControlPath(given.url)) return answerControl(given);
    return withCors(given, async () => {
      try {
        const request = limitBody(given, maxBodyBytes);
        return (await authority.fetch(request)) ?? (await door(request));
      } catch (error) {
        if (error instanceof ConnectionReset || given.signal.aborted) throw error;
        return encodeError(error, nextTraceId());
      }
    });
  };

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

  const findSeries = (id: string): Series => {
    const found = store.find(id);
    if (found === undefined) throw new OmniaError("not-found", `There is no series '${id}'.`);
    return found;
  };

  const server: MockServer = {
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
        const found = findSeries(id);
        const points = found.points.open();
        const count = points.count(minTime, endOfTime);
        if (count > maxCopiedPoints) {
          const most = `more than the ${maxCopiedPoints} that a copy may have`;
          throw new OmniaError(
            "invalid-argument",
            `'${id}' has ${count} points, ${most}. Read them in pages by a client.`,
          );
        }
        return new Datapoints({ id: found.metadata.id, ...copyColumns(points.read(minTime, endOfTime)) });
      },
      write(id, datapoints) {
        findSeries(id).points.write(readPoints(datapoints, "datapoints", now()));
      },
      deletePoints(id, window = {}) {
        const { start, end } = toWindow(window, now());
        findSeries(id).points.remove(start, end);
      },
      deleteSeries(id) {
        store.remove(findSeries(id));
      },
    },
    reset() {
      restoreSnapshot(beginning);
      faults.clear();
      log.clear();
      log.expectAnything();
      traceIds.reset();
    },
    seed(fixture) {
      // Without the sign-in, which nothing of a fixture changes: nobody is signed out by one that is refused.
      const before = takePlatformContent(platform);
      try {
        addFixture(platform, fixture, now());
      } catch (error) {
        loadPlatformContent(platform, before);
        throw error;
      }
    },
    state: () => ({
      seed,
      plants,
      clock: clock.isFrozen ? { frozenMs: now() } : { offsetMs: clock.offset },
      ...takeContent(parts),
    }),
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
  return server;
}

/** @throws OmniaError `invalid-argument` for one that is not that of the state */
function readSeed({ seed, state }: MockServerOptions): number {
  if (seed !== undefined && state !== undefined && seed !== state.seed) {
    throw new OmniaError("invalid-argument", `seed: ${seed} is not that of the state, which is ${state.seed}.`);
  }
  return seed ?? state?.seed ?? 1;
}
