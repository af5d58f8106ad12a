// Servers that do one thing wrong: a mock server with another option, or behind a `fetch` that alters one thing.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { MockServerOptions } from "@omnia-timeseries/mock-server";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";

type Fetch = typeof globalThis.fetch;

export interface WrongServer {
  readonly options?: Pick<MockServerOptions, "assumptions" | "auth">;
  readonly wrap?: (fetch: Fetch) => Fetch;
}

function alterRequest(alter: (request: Request) => Promise<Request> | Request): WrongServer {
  return { wrap: (fetch) => async (input, init) => fetch(await alter(new Request(input, init))) };
}

function alterAnswer(alter: (response: Response) => Promise<Response> | Response): WrongServer {
  return { wrap: (fetch) => async (input, init) => alter(await fetch(input, init)) };
}

function alterUrl(alter: (url: URL, method: string) => void): WrongServer {
  return alterRequest((request) => {
    const url = new URL(request.url);
    alter(url, request.method);
    return new Request(url, request);
  });
}

/** The body of a request that has one. */
function alterBody(alter: (text: string) => string): WrongServer {
  return alterRequest(async (request) => {
    const text = await request.clone().text();
    if (text === "") return request;
    const { method, url, headers } = request;
    return new Request(url, { method: method === "PATCH" ? "PATCH" : "POST", headers, body: alter(text) });
  });
}

function isOf(response: Response, format: string): boolean {
  return (response.headers.get("content-type") ?? "").includes(format);
}

/** Every member of that name in a JSON answer; undefined leaves it out. */
function alterMember(name: string, alter: (value: unknown) => unknown): WrongServer {
  return alterAnswer(async (response) => {
    if (!isOf(response, "json")) return response;
    const altered: unknown = JSON.parse(await response.text(), (key, value: unknown) =>
      key === name ? alter(value) : value,
    );
    return new Response(JSON.stringify(altered), response);
  });
}

function alterList(name: string, alter: (list: readonly unknown[]) => readonly unknown[]): WrongServer {
  return alterMember(name, (value) => (Array.isArray(value) ? alter(value) : value));
}

function alterHeaders(alter: (headers: Headers) => void): WrongServer {
  return alterAnswer(({ body, status, headers }) => {
    const altered = new Headers(headers);
    alter(altered);
    return new Response(body, { status, headers: altered });
  });
}

/** Answers itself where it does not let a request through. */
function intercept(isHere: (request: Request, url: URL) => boolean, statusCode: number): WrongServer {
  return {
    wrap: (fetch) => async (input, init) => {
      const request = new Request(input, init);
      if (!isHere(request, new URL(request.url))) return fetch(request);
      const body = { statusCode, message: "Intercepted", traceId: "0HMT7I3PQEH7M:00000DB3" };
      return Response.json(body, { status: statusCode });
    },
  };
}

const refuse = (isHere: (request: Request, url: URL) => boolean): WrongServer => intercept(isHere, 404);
const forget = (method: string, path: RegExp): WrongServer =>
  intercept((request, { pathname }) => request.method === method && path.test(pathname), 200);

function each(
  names: string,
  title: (name: string) => string,
  make: (name: string) => WrongServer,
): Readonly<Record<string, WrongServer>> {
  return Object.fromEntries(names.split(" ").map((name) => [title(name), make(name)]));
}

function another(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? `${value}x` : "another";
}

const threeDigits = (value: unknown): string => String(value).replace(/\d{4}Z$/, "Z");
const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

/** By what they do wrong. */
export const wrongServers: Readonly<Record<string, WrongServer>> = {
  ...each(
    "changedBy continuationToken count externalId items quota sourceName standardUnit statusCode systemCode totalImsSubscriptions traceId",
    (name) => `'${name}' is left out`,
    (name) => alterMember(name, () => undefined),
  ),
  ...each(
    "avg count createdTime description dlExportEnabled id median oldValue status step sum traceId uid",
    (name) => `'${name}' is another`,
    (name) => alterMember(name, another),
  ),
  ...each(
    "afterTime alignToCache beforeTime continuationToken endTime facility includeOtherFields includeOutsidePoints lifeTime limit name resetState sort status uid",
    (name) => `the parameter '${name}' is ignored`,
    (name) => alterUrl(({ searchParams }) => searchParams.delete(name)),
  ),
  ...each(
    "aggregateFunctions connectionString endTime includeOutsidePoints limit name notAllowedField startTime status uid",
    (name) => `'${name}' of the body is ignored`,
    (name) =>
      alterBody((text) =>
        JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === name ? undefined : value))),
      ),
  ),
  ...each(
    "200-201 202-200 400-200 401-404 404-400",
    (pair) => `status ${pair.replace("-", " is answered as ")}`,
    (pair) =>
      alterAnswer((response) => {
        const [from, to] = pair.split("-").map(Number);
        const { body, headers } = response;
        return response.status === from ? new Response(body, { status: to!, headers }) : response;
      }),
  ),

  "times have three digits": alterMember("time", threeDigits),
  "times of metadata have three digits": alterMember("createdTime", threeDigits),
  "numbers are texts": alterMember("value", String),
  "deviations are over n": alterMember("stddev", (value) => Number(value) * Math.sqrt(5 / 6)),
  "tokens have a slash": alterMember("continuationToken", (value) => (typeof value === "string" ? `${value}/` : value)),
  "items are reversed": alterList("items", (list) => list.toReversed()),
  "the last of several points is left out": alterList("datapoints", (list) =>
    list.length > 1 ? list.slice(0, -1) : list,
  ),
  "a page has at most 500 points": alterList("datapoints", (list) => list.slice(0, 500)),
  "points whose status is not good are left out": alterList("datapoints", (list) =>
    list.filter((point) => (point as { readonly status?: unknown }).status === 192),
  ),
  "unasked functions come too": alterList("datapoints", (list) =>
    list.map((point) => ({ ...(point as object), sum: 1 })),
  ),
  "stamps are a second late": alterList("datapoints", (list) =>
    list.map((point) => {
      const { count, time } = point as { readonly count?: number; readonly time: string };
      return count === undefined
        ? point
        : { count, time: new Date(Date.parse(time) + 1000).toISOString().replace("Z", "0000Z") };
    }),
  ),
  "errors are not JSON": alterAnswer((response) =>
    response.ok ? response : new Response("error", { status: response.status }),
  ),
  "the media type is text/plain": alterHeaders((headers) => headers.set("content-type", "text/plain")),
  "no CORS": alterHeaders((headers) => headers.delete("access-control-allow-origin")),
  "times of Protobuf are uint64": alterAnswer(async (response) => {
    if (!isOf(response, "protobuf")) return response;
    const message = fromBinary(CompactDatapointsDtoSchema, new Uint8Array(await response.arrayBuffer()));
    for (const { value } of message.data.flatMap(({ values }) => values)) {
      if (value.case === "int64") Object.assign(value, { case: "uint64" });
    }
    return new Response(new Uint8Array(toBinary(CompactDatapointsDtoSchema, message)), response);
  }),
  "Protobuf is empty": alterAnswer((response) => {
    const message = create(CompactDatapointsDtoSchema, { continuationToken: "none" });
    const bytes = new Uint8Array(toBinary(CompactDatapointsDtoSchema, message));
    return isOf(response, "protobuf") ? new Response(bytes, response) : response;
  }),

  "only JSON is known": refuse(({ headers }) => !/json|\*/.test(headers.get("accept") ?? "")),
  "no slash at the end of a path": refuse((_, { pathname }) => pathname.endsWith("/data/")),
  "capitals in paths are unknown": refuse((_, { pathname }) => pathname.endsWith("/DATA")),
  "capitals in ids are unknown": refuse((_, { pathname }) => /[A-F][\dA-F]*-/.test(pathname)),
  "booleans of Python are unknown": refuse((_, { search }) => /=(True|False)\b/.test(search)),
  "debug is unknown": refuse((_, { searchParams }) => searchParams.has("debug")),
  "unknown parameters are refused": refuse((_, { searchParams }) => searchParams.has("conformance")),
  "offsets are unknown": refuse((_, { search }) => /%2B0\d%3A00/.test(search)),
  "dates are unknown": refuse((_, { search }) => /Time=\d{4}-\d\d-\d\d(&|$)/.test(search)),
  "days are unknown as intervals": refuse((_, { search }) => search.includes("20d")),
  "facilities are told apart by case": refuse((_, { search }) => /facility=[a-z]/.test(search)),
  "other codes of a facility are unknown": refuse((_, { search }) => search.includes("facility=1191")),
  "no destination is taken": refuse((_, { pathname }) => pathname.endsWith("/destination")),
  "nothing is deleted": forget("DELETE", /./),
  "nothing is written": forget("POST", /timeseries.*\/data$/),
  "nothing is subscribed": forget("POST", /streaming\/subscriptions(\/[^/]+)?$/),

  "no window is the last hour": alterUrl(({ pathname, searchParams }) => {
    if (pathname.endsWith("/data") && !searchParams.has("startTime")) searchParams.set("startTime", hourAgo());
  }),
  "no window ends an hour ago": alterUrl(({ pathname, searchParams }) => {
    if (pathname.endsWith("/data") && !searchParams.has("endTime")) searchParams.set("endTime", hourAgo());
  }),
  "deletes take their end too": alterUrl(({ searchParams }, method) => {
    const end = searchParams.get("endTime");
    if (method === "DELETE" && end !== null) searchParams.set("endTime", end.replace(/0Z$/, "1Z"));
  }),
  "only good points are read where no status is asked for": alterUrl(({ pathname, searchParams }) => {
    if (pathname.endsWith("/data") && !searchParams.has("status")) searchParams.set("status", "192");
  }),
  "events descend": alterUrl(({ pathname, searchParams }) => {
    if (pathname.includes("/events/") && !pathname.endsWith("/count")) searchParams.set("sort", "desc");
  }),
  "searches take no asterisk": alterUrl((url) => {
    url.href = url.href.replaceAll(/\*|%2A/g, "");
  }),
  "null is refused": alterBody((text) => text.replaceAll("null", '{"not":"null"}')),
  "hundreds of series are answered": alterBody((text) => {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items) ? JSON.stringify(items.slice(0, 100)) : text;
  }),
  "metadata has no limit": alterBody((text) => text.replace(',"k17":"17"', "")),
  "names of facilities need not be known": alterBody((text) => text.replace("ZZZZ9", "NLS")),
  "names need not be unique": alterMember("statusCode", (value) => (value === 409 ? 200 : value)),

  "any token is good": { options: { auth: "none" } },
  "a first point that there is not is a 404": { options: { assumptions: { firstLatestWithoutPoints: "not-found" } } },
  "the end of a window is in it": { options: { assumptions: { windowEnd: "included" } } },
  "totalCount is that of the page": { options: { assumptions: { totalCount: "page" } } },
  "intervals without points come too": { options: { assumptions: { emptyIntervals: "without-values" } } },
  "intervals are aligned": { options: { assumptions: { alignToCacheByDefault: true } } },
  "the data lake is an hour behind": { options: { assumptions: { dataLakeDelayMs: 3_600_000 } } },
  "enqueued writes take an hour": { options: { assumptions: { enqueuedWriteDelayMs: 3_600_000 } } },
};
