import type { Datapoints } from "@omnia-timeseries/core";
import type { GroupMapping } from "./access.ts";
import type { Assumptions } from "./assumptions.ts";
import type { AppOptions, TenantOptions, UserOptions } from "./authority/directory.ts";
import type { ServerState } from "./server-state.ts";
import type { PlantOptions } from "./plants/plant.ts";
import type { AlarmEventsOptions } from "./store/alarm-events.ts";
import type { ImsOptions } from "./store/ims.ts";
import type { PointInput } from "./store/read-points.ts";

/** A series that the server starts with. Any facility is good here, and is known to the server from then on. */
export interface SeriesOptions {
  readonly name: string;
  readonly facility: string;
  /** A GUID; by default it follows from seed, facility and name. */
  readonly id?: string;
  readonly unit?: string;
  readonly description?: string;
  readonly step?: boolean;
  readonly externalId?: string;
  readonly assetId?: string;
  /** By default `test`. Only series of `IMS` are found with `federationSource=IMS`. */
  readonly source?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** In any order; of two at one time the last counts. */
  readonly datapoints?: Iterable<PointInput> | Datapoints;
}

/** Where a server's state is kept. */
export interface DataFile {
  readonly name: string;
  readonly save: () => Promise<void> | void;
}

export interface MockServerOptions {
  /** Decides ids, trace ids and `random`. By default that of `state`, or 1. */
  readonly seed?: number;
  /** The server's own tenant, the one that the APIs are in. By default `11111111-1111-4111-8111-111111111111`. */
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Apps of the server's own tenant, beside the one that `clientId` names; an entry with its id adds to it. */
  readonly apps?: readonly AppOptions[];
  /** People of the server's own tenant; by default one, `mock.user@example.invalid`. */
  readonly users?: readonly UserOptions[];
  /**
   * Other tenants that the same sign-in knows. The APIs are in none of them, and take no token of theirs: for tests of
   * programs that sign in to the wrong tenant, or that call somebody else's services too.
   */
  readonly tenants?: readonly TenantOptions[];
  /**
   * Which groups see and change which series, as the platform's group mappings. By default everyone who has the
   * role sees and writes everything.
   */
  readonly access?: readonly GroupMapping[];
  /** `tokens`, the default, takes the server's own tokens only; `none` takes any bearer token. */
  readonly auth?: "tokens" | "none";
  /** What it does where the public facts are silent; README.md lists all of it. */
  readonly assumptions?: Partial<Assumptions>;
  /**
   * Refuses what is otherwise passed over and only marked in the log (`unknown`): parameters and properties that the
   * operation does not know with 400, an `Accept` that names nothing it answers in with 406. By default false.
   */
  readonly strict?: boolean;
  /** Checks every answer against the OpenAPI document, and makes a 500 of one that does not fit. By default false. */
  readonly validateResponses?: boolean;
  /** The longest body of a request; one above it is 413. By default 30 000 000, as in the service's framework (Kestrel). */
  readonly maxBodyBytes?: number;
  /** Which origins of browsers may ask: `true`, the default, any; `false` none; or those of a list. */
  readonly cors?: boolean | readonly string[];
  /** The time that the clock starts from, in milliseconds since 1970-01-01T00:00:00Z. By default `Date.now`. */
  readonly now?: () => number;
  /** What is in it to begin with, such as `server.state()` of another one; `series`, `ims` and `alarmEvents` come to it. */
  readonly state?: ServerState | undefined;
  readonly series?: readonly SeriesOptions[];
  /** Facilities with series that have years of points, which are computed when they are read. */
  readonly plants?: readonly PlantOptions[];
  readonly ims?: ImsOptions;
  readonly alarmEvents?: AlarmEventsOptions;
  /** What `POST /__mock/save` writes; without it there is nothing to save into. */
  readonly dataFile?: DataFile;
}
