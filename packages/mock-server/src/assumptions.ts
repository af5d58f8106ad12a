/** What the mock server does where the public facts are silent, and a test may want the other. */
export interface Assumptions {
  /** What a first or latest point is when there is none: 200 without points, or 404. */
  readonly firstLatestWithoutPoints: "empty" | "not-found";
  /** After how long, on the mock's clock, an enqueued write (202) can be read. */
  readonly enqueuedWriteDelayMs: number;
  /** What a series is that the caller may not see: 404, as if there were none, or 403. */
  readonly hiddenSeries: "not-found" | "forbidden";
  /** Whether a point at the end of a window of raw points is in it. */
  readonly windowEnd: "excluded" | "included";
  /** What `totalCount` counts: the points, or intervals, of the whole window, or of the page. */
  readonly totalCount: "window" | "page";
  /** Whether intervals without points are left out where no `fill` is asked for, or stand there without values. */
  readonly emptyIntervals: "omitted" | "without-values";
  /** What `alignToCache` is when a request does not say it. */
  readonly alignToCacheByDefault: boolean;
  /** How far back `federationSource=TSDB` reaches from the mock's now. */
  readonly tsdbRetentionMs: number;
  /** How far `federationSource=DataLake` is behind the mock's now. */
  readonly dataLakeDelayMs: number;
}

/** A behaviour of the mock server that is only our decision. */
export interface Assumption {
  /** Stable, in camelCase. */
  readonly name: string;
  /** What the mock server does, in one or more sentences of Markdown, without the character `|`. */
  readonly behaviour: string;
  /** What the sources say and do not say; the tags are those of specs/EVIDENCE.md. `silent`: nothing. */
  readonly evidence: string;
  /** What it is unless `createMockServer({ assumptions })` says otherwise; only where it can be flipped. */
  readonly default?: string | number | boolean;
  /** The other value that it can have; any duration from 0 on where the default is a number. */
  readonly other?: string | boolean;
}

type Flippable = {
  readonly [Name in keyof Assumptions]: Omit<Assumption, "name"> & {
    readonly default: Assumptions[Name];
    readonly other?: Assumptions[Name] & (string | boolean);
  };
};

// To add one that can be flipped: its type above, and its row here. One that cannot: a row in `fixed`.
// The table in README.md has the same rows in the same order; assumptions.test.ts tells where it has not.
const flippable: Flippable = {
  firstLatestWithoutPoints: {
    behaviour: "A first or latest without a point is 200 with no datapoints; in a request for many an empty item.",
    evidence: "silent",
    default: "empty",
    other: "not-found",
  },
  enqueuedWriteDelayMs: {
    behaviour:
      "An enqueued write (202) is done, and can be read, after this time on the mock's clock: over what was written meanwhile, and after what was deleted meanwhile.",
    evidence: "That it is enqueued: [spec]. When it can be read: silent",
    default: 1000,
  },
  hiddenSeries: {
    behaviour: "A series that the caller may not see is answered as if there were none.",
    evidence: "404 for each tag of many [issue]; of one alone silent",
    default: "not-found",
    other: "forbidden",
  },
  windowEnd: {
    behaviour: "A window of raw points has its start in it, and not its end.",
    evidence: "So for deletes [sdk-old]; for reads silent",
    default: "excluded",
    other: "included",
  },
  totalCount: {
    behaviour:
      "`totalCount` counts the points inside the window that pass the status filter, or the intervals, the same on every page; 1 or 0 for first and latest.",
    evidence: "Only its name: [spec]",
    default: "window",
    other: "page",
  },
  emptyIntervals: {
    behaviour:
      "Intervals without points are left out where `fill` is `null` or not given; `none` always leaves them out.",
    evidence: "`none` as a value: [sdk]; the default is unknown",
    default: "omitted",
    other: "without-values",
  },
  alignToCacheByDefault: {
    behaviour: "Intervals begin at the window's start unless `alignToCache` says otherwise.",
    evidence: "The parameter: [sdk]; the wiki's sentence on the default is cut",
    default: false,
    other: true,
  },
  tsdbRetentionMs: {
    behaviour:
      "`federationSource=TSDB` has no points from before this time back from the mock's now; 3 years of 365 days.",
    evidence: "Data older than 3 years is moved to the data lake [wiki]; what TSDB then answers is silent",
    default: 94_608_000_000,
  },
  dataLakeDelayMs: {
    behaviour: "`federationSource=DataLake` has no points from this time before the mock's now on.",
    evidence: '"2 days behind TSDB" [sdk]; by which clock is silent',
    default: 172_800_000,
  },
};

const fixed: readonly Assumption[] = [
  {
    name: "windows",
    behaviour: "A window is from 1970 to now where nothing is said. An end before the start is an empty window.",
    evidence: "Full history [wiki]; 1970 and now after [ae-spec]",
  },
  {
    name: "afterTimeBeforeTime",
    behaviour: "`afterTime` is included, `beforeTime` is not; open by default.",
    evidence: "That they are optional: [changelog]; else silent",
  },
  {
    name: "limit",
    behaviour: "`limit` counts points inside the window, or intervals, per series; 1 to 100 000, by default 1000.",
    evidence:
      "The numbers [wiki]; per series and for intervals: silent. To ask for 10 000 intervals at most is advice [wiki]",
  },
  {
    name: "includeOutsidePoints",
    behaviour:
      "The last point before the start comes on the first page, the first one behind the end on the last; a status filter counts for them too.",
    evidence: "Which points: [sdk-old]; on which page: silent",
  },
  {
    name: "continuationToken",
    behaviour:
      'A token fits the series, the source and the kind of data (or the filters) that it was given for, whatever the window; it holds the position and the "now" of the first page. Any other: 400.',
    evidence: "Opaque [sdk]; else silent",
  },
  {
    name: "continuationTokenOfMany",
    behaviour:
      "One token for all, on top; an item takes it too, or the token of its series alone. Finished series stay in the answer, empty.",
    evidence: "Tokens in the query and in items [sdk]; what they hold is silent",
  },
  {
    name: "refusedItems",
    behaviour:
      "A refused item of many is in JSON its names with `statusCode`, `message`, `traceId`; in Protobuf at most its id.",
    evidence: "That there are refused items: [issue]; their shape is silent",
  },
  {
    name: "itemsOfMany",
    behaviour: "Items come in the order of the request, one for each, also of one series twice.",
    evidence: "silent",
  },
  {
    name: "datapointsEnvelope",
    behaviour:
      "An answer with datapoints has `data` and `continuationToken`, which is null on the last page; `statusCode`, `message`, `traceId`, `count` and `federated` are left out.",
    evidence: "The names: [spec], [sdk]; when they are there is silent",
  },
  {
    name: "messagePack",
    behaviour: "Is not answered; who asks for nothing else gets JSON.",
    evidence: "That there is MessagePack: [changelog]; its shape is silent",
  },
  {
    name: "invalidTagName",
    behaviour:
      "With `federationSource=IMS` a name is no tag when it is empty, or has a control character or one of `*?;{}[]\\'\"`, a backquote or a vertical bar: 400, and in a request for many nothing is answered.",
    evidence: "That one invalid name fails the whole batch: [issue]; what is invalid is silent",
  },
  {
    name: "federationSource",
    behaviour:
      "Without it, all points are read. `IMS` has the points up to now of the series whose `source` is `IMS`; any other series is not found there.",
    evidence: "What the three are: [sdk]; what is read without it: silent",
  },
  {
    name: "terminal",
    behaviour: "Is given back, and looked up nowhere.",
    evidence: "Only that there is one: [changelog]",
  },
  {
    name: "debug",
    behaviour: "Has no effect.",
    evidence: "Only that [sdk] sends it",
  },
  {
    name: "writes",
    behaviour:
      "Times are cut to 100 ns, the last of two points at one time counts, the status is 192 where none is given. One unknown series: 404, and nothing is written.",
    evidence: "Overwriting: [spec]; else silent",
  },
  {
    name: "times",
    behaviour: "RFC 3339 with an offset, or a date; from 1677 to 2262; window bounds are not cut. All else: 400.",
    evidence: "RFC 3339 [sdk-old]; what is refused is silent",
  },
  {
    name: "deleteWithoutBound",
    behaviour: "A delete without a bound reaches to the end of time on that side, into the future too.",
    evidence: "That bounds are optional: [sdk]",
  },
  {
    name: "facility",
    behaviour:
      "Codes that public sources name, and those of the constructor's series, in any case; others `Facility not found.` Codes of one facility are the same where a source shows them to be: 1191 and ASGB, 1755 and GRA, 1774 and ODC.",
    evidence: "Codes are those of the Common Library [wiki], which is not public",
  },
  {
    name: "name",
    behaviour: "Unique per facility, in its case.",
    evidence: "Unique per facility: [changelog]; its case is silent",
  },
  {
    name: "nullMetadata",
    behaviour: "Metadata that is not set is `null`; `step` is `false`; `standardUnit` is always `null`.",
    evidence: "`standardUnit` [consumer]; older answers leave fields out [sdk-old]",
  },
  {
    name: "changesOfMetadata",
    behaviour:
      "A put keeps id, `source` and `createdTime`; a null in a patch leaves the field; `metadata` is replaced as a whole; `changedTime` moves in any case.",
    evidence: "That a patch moves `changedTime`: [sdk-old]; else silent",
  },
  {
    name: "idOfReusedName",
    behaviour: "A name whose series was deleted or renamed gets another id.",
    evidence: "silent",
  },
  {
    name: "history",
    behaviour:
      "Oldest first, without the creation: `changes` is by field `{ oldValue, newValue }`; a change that left all as it was is not in it. `changedBy` is the object id of a person, or the id of the app.",
    evidence: "The fields of an entry: [spec]; what is in `changes` is silent",
  },
  {
    name: "getOrAdd",
    behaviour: "Found by facility and name, given back unchanged; when one is refused, none is created.",
    evidence: "List in, list out [sdk]",
  },
  {
    name: "deletedSeries",
    behaviour: "Its points, enqueued writes and subscriptions to it go too.",
    evidence: "silent",
  },
  {
    name: "facets",
    behaviour: "Series of one facility count together, under the code that came first.",
    evidence: "silent",
  },
  {
    name: "facilityCounters",
    behaviour:
      "Count IMS subscriptions, of every facility that has series; by name any known facility, an unknown one: 404.",
    evidence: "The fields: [spec]",
  },
  {
    name: "aggregates",
    behaviour:
      "Intervals count points inside the window only; `avg` is the mean, `stddev` that of a sample; `alignToCache` puts them at whole multiples of their length since 1970.",
    evidence: "`stddev` [wiki]; the mean is likely; what the cache holds is silent",
  },
  {
    name: "fill",
    behaviour:
      "`previous` and `linear` go from interval to interval, and give no value where there is none; a number is every function's. A filled `count` is rounded to a whole number.",
    evidence: "`none` [sdk]; the others are those of the database behind the service",
  },
  {
    name: "functionsAskedFor",
    behaviour: "An interval has the functions that were asked for, and no other member but its time.",
    evidence: "silent",
  },
  {
    name: "processingInterval",
    behaviour: "A whole number and `s`, `m`, `h` or `d`. All else: 400.",
    evidence: "`1s`, `5m`, `10h`, `20d` [wiki]; what else there is: silent",
  },
  {
    name: "functionsWithoutNumber",
    behaviour: "The deviation of one point, and a sum that is too large, are no value: JSON leaves it out.",
    evidence: "silent",
  },
  {
    name: "subscriptions",
    behaviour:
      "Each caller's own, once per series or facility; one that is there stays; ending one that is not there: 404. An unknown series: 404, and none is made.",
    evidence: "silent",
  },
  {
    name: "destinations",
    behaviour: "Any text that is not empty; one per caller and API.",
    evidence: "One destination [wiki]",
  },
  {
    name: "lists",
    behaviour: "Exact filters, the facility by any of its codes; in the order of creation.",
    evidence: "Exact filters [changelog]; the order is silent",
  },
  {
    name: "searches",
    behaviour:
      "`*` in `name`, `description` and `unit`, in any case; without `*` the whole text must fit. The text in the path may be in any of the three. Nothing is searched by time.",
    evidence: "The three fields, and that times can be searched: [changelog]; how is silent",
  },
  {
    name: "unknownParameters",
    behaviour:
      "Unknown parameters and properties are ignored and marked in the log, but refused in the patch of IMS Subscriptions Management and by `strict`; names of parameters and properties, enums and booleans count in any case.",
    evidence: "Python's `True` is taken [sdk]; else silent",
  },
  {
    name: "unknownSeries",
    behaviour: "A series that there is not is 404, an id that is no GUID 400. Ids count in any case.",
    evidence: "404 for each tag of many [issue]; else silent",
  },
  {
    name: "accept",
    behaviour:
      "An `Accept` that names nothing that the operation answers in is answered with JSON, by `strict` with 406.",
    evidence: "silent",
  },
  {
    name: "repeatedParameters",
    behaviour: "A parameter given twice, or empty: 400, unless it is a list or a free text.",
    evidence: "silent",
  },
  {
    name: "integers",
    behaviour: "Integers in a query have digits and a sign alone, as .NET reads them: `1e3` and `0x10` are 400.",
    evidence: "silent",
  },
  {
    name: "requestLimits",
    behaviour:
      "A body above 30 000 000 bytes is 413, a request line above 8192 bytes 414, headers above 32 768 bytes 431: the limits of Kestrel.",
    evidence: "Trace ids are those of Kestrel [issue]; limits are silent",
  },
  {
    name: "paths",
    behaviour: "Words of a path count in any case, and a slash at its end changes nothing.",
    evidence: "The slash: [postman], [sdk-old]. The case: one path has two spellings in [spec] and [sdk]",
  },
  {
    name: "unknownPath",
    behaviour:
      "An unknown path is 404, a wrong method 405, before sign-in is asked for; 401 and 403 come before everything else.",
    evidence: "silent",
  },
  {
    name: "signIn",
    behaviour:
      'Tokens for any environment of an API are good for it. With `auth: "none"` the caller is who the token says, or `00000000-0000-0000-0000-000000000000`.',
    evidence: "silent",
  },
  {
    name: "tenants",
    behaviour:
      "The APIs, and the platform's public clients, are in the server's own tenant alone. A token of another one is 401.",
    evidence: "One tenant is named [postman]; whether others may ask is silent",
  },
  {
    name: "signInPage",
    behaviour:
      "People have no passwords. Where an app has `http://localhost` as a page and as a public client, it is the page.",
    evidence: "Microsoft: Entra ID takes either",
  },
  {
    name: "access",
    behaviour:
      "With `access`, a caller sees a series when a mapping of one of its groups has its `source` and, where it names a plant, its facility by any code; for every change one with `canWrite`, else 403. Without it, whoever has the role sees and writes everything.",
    evidence: "The mappings and their fields: [consumer]; how they are put together is silent",
  },
  {
    name: "createdSeries",
    behaviour: "What callers create is of the source `test`; a name that a hidden series has is taken: 409.",
    evidence: "That the platform sets the source: [sdk]; which one is silent",
  },
  {
    name: "accessToEvents",
    behaviour: "A facility is seen in Alarm & Events when any mapping covers its plant.",
    evidence: "That access follows the Timeseries API: [wiki]",
  },
  {
    name: "accessToIms",
    behaviour:
      "IMS tags and subscriptions are seen by everyone, and the platform makes the series of a tag; live data is of series that one sees.",
    evidence: "silent",
  },
  {
    name: "roles",
    behaviour: "The IMS APIs want the role `Timeseries.Read`.",
    evidence: "`Timeseries.Read`, `AE.Read` [wiki]; a role of the IMS APIs is not public",
  },
  {
    name: "revocation",
    behaviour: "A revoked token is 401; with a claims challenge where the program that asked for it can answer one.",
    evidence: "That the service revokes at all is silent; the challenge is Microsoft's",
  },
  {
    name: "managedIdentityErrors",
    behaviour: "App Service refuses with `statusCode`, `message`, `correlationId`, a wrong header with 401.",
    evidence: "Microsoft's pages show its answers, and not its errors",
  },
  {
    name: "imsTags",
    behaviour:
      "A plant is its SAP code, its STID code or both (`1755-gra`); `*` in searches by tag; searches of many fields are exact. `count` is that of all pages. Facets by any field. An unknown uid: 404.",
    evidence: "The fields: [spec]",
  },
  {
    name: "imsSubscriptions",
    behaviour:
      "Each tag on its own: an unknown one and one above the quota are told in `errors`. 1000 per system where `quotas` says nothing. The series has the tag's name and SAP code, and `source` IMS; one that is there is used.",
    evidence: "`errors` and quotas: [spec]; their content is silent",
  },
  {
    name: "imsRealTime",
    behaviour: "10 minutes, or `lifeTime` in minutes; one that is there begins anew; each caller's own.",
    evidence: "10 minutes [wiki]",
  },
  {
    name: "imsManagement",
    behaviour:
      "A null leaves the field; `resetState` makes the state that of a new subscription; the answer holds what changed; an unknown field: 400 `Invalid field: …`.",
    evidence: "Only names: [sdk]",
  },
  {
    name: "events",
    behaviour:
      "`*` in `sourceName`, `description` and `message`, all other filters exact; `sort` is by time, `otherFields` are there only when asked for; a known facility without events has an empty list, an unknown one: 404. Counts are by day (UTC) and priority.",
    evidence: "`*` in `sourceName` [ae-sdk]; else silent",
  },
  {
    name: "cors",
    behaviour:
      "Any origin; `Retry-After`, `WWW-Authenticate` and `traceparent` can be read. Pages of the Internet get into a private network only from origins that `cors` lists.",
    evidence: "CORS is there [changelog]; else silent",
  },
  {
    name: "plants",
    behaviour:
      "What `plants` show is invented. A point that is written takes the place of a computed one, also of one still to come; a delete takes the points that can be read, and those that come later come.",
    evidence: "Status codes: [wiki]; else silent",
  },
];

/** Every behaviour of the mock server that is only our decision; those that can be flipped come first. */
export const assumptions: readonly Assumption[] = [
  ...Object.entries(flippable).map(([name, assumption]) => ({ name, ...assumption })),
  ...fixed,
];
