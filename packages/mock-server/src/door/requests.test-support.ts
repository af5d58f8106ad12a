// Requests to every operation, written by hand from what is public of the Python SDKs (EVIDENCE.md): names of
// functions, Python's `True`, repeated keys, times as its examples have them, `None` as null.
import { createMockServer } from "../mock-server.ts";
import type { MockServer } from "../mock-server.ts";
import type { MockServerOptions } from "../mock-server-options.ts";
import { alarmEvents, imsManagement, imsMetadata, imsSubscriptions, timeseries } from "../wire.test-support.ts";

/** A request, with the function that sends it; those of no SDK have none. */
export interface KnownRequest {
  readonly sdk?: string;
  readonly method: string;
  /** With its query, from the root of the host. */
  readonly path: string;
  readonly body?: unknown;
  readonly accept?: string;
}

/** A server with what the requests ask for, and the ids of its two series. */
export function createKnownServer(options: MockServerOptions = {}): {
  readonly server: MockServer;
  readonly a: string;
  readonly b: string;
} {
  const datapoints = [
    { time: "2024-01-01T00:00:00Z", value: 1 },
    { time: "2024-01-01T00:00:00.1234567Z", value: 2.5, status: 64 },
    { time: "2024-01-02T00:00:00Z", value: -3 },
  ];
  const server = createMockServer({
    auth: "none",
    series: [
      { name: "1219-23PST0502_X", facility: "1219", source: "IMS", unit: "bar", datapoints },
      { name: "ASGB.17IIC1030/Meas/PRIM", facility: "1191", source: "IMS", datapoints },
    ],
    ims: { tags: [{ uid: "GRA-15", tag: "GRA-FOI-13", systemCode: "GRA-IMS", plantSapCode: "1755" }] },
    alarmEvents: {
      events: [{ facility: "AHA", timestamp: "2024-01-01T12:00:00Z", sourceName: "19-PT", severity: 500 }],
    },
    ...options,
  });
  const [a, b] = server.store.series.map(({ id }) => id);
  return { server, a: a!, b: b! };
}

/** In an order in which each succeeds on a server of `createKnownServer`. */
export function listKnownRequests(a: string, b: string): readonly KnownRequest[] {
  const window = "startTime=2021-03-20&endTime=2025-07-17T11%3A49%3A29.110866%2B00%3A00";
  const one = { id: a, statusFilter: [192], includeOutsidePoints: false, startTime: "2022-01-01T00:00:00.000Z" };
  const avg = { ...one, aggregateFunctions: ["avg"], processingInterval: "1h", fill: "none" };
  const count = { id: b, endTime: null, limit: null, fill: null, aggregateFunctions: ["count"] };
  const byName = { facility: "1219", name: "1219-23PST0502_X", endTime: "2025-09-01T05:00:00+00:00" };
  const points = [
    { time: "2024-12-02T14:00:00.000Z", value: 10.3, status: 192 },
    { time: "2024-12-03T14:00:00Z", value: 10, status: 0 },
  ];
  const at = (base: string) => (method: string, path: string, sdk?: string, body?: unknown, accept?: string) => ({
    method,
    path: base + path,
    ...(sdk === undefined ? {} : { sdk }),
    ...(body === undefined ? {} : { body }),
    ...(accept === undefined ? {} : { accept }),
  });
  const t = at(timeseries);
  const metadata = at(imsMetadata);
  const exported = at(imsSubscriptions);
  const management = at(imsManagement);
  const events = at(alarmEvents);
  return [
    t("POST", `/${a}/data?async=False`, "write_data", { datapoints: points }),
    t("POST", `/${a}/data?async=True`, "write_data", {
      datapoints: points.map((point) => ({ ...point, status: null })),
    }),
    t("POST", "/data?async=False", "write_multiple", { items: [{ id: a, datapoints: points }] }),
    t("GET", `/${a}/data?${window}&includeOutsidePoints=True&limit=1000&status=192&status=64`, "get_datapoints"),
    t("GET", `/${a}/data/?${window}&federationSource=DataLake&debug=true`, "get_datapoints"),
    t("GET", `/${a}/data?limit=1`, "get_datapoints", undefined, "application/x-protobuf"),
    t(
      "GET",
      `/query/data?name=1219-23PST0502_X&facility=1219&${window}&includeOutsidePoints=False`,
      "get_datapoints_by_name",
    ),
    t(
      "GET",
      `/query/data?name=1219-23PST0502_X&facility=1219&debug=True`,
      "get_datapoints_by_name",
      undefined,
      "application/protobuf",
    ),
    t("POST", "/query/data?alignToCache=True&debug=true", "get_multi_datapoints", [avg, count, byName]),
    t("POST", "/query/data?federationSource=IMS", "get_multi_datapoints", [one], "application/x-google-protobuf"),
    t(
      "GET",
      `/${a}/data/aggregates?aggregateFunction=avg&aggregateFunction=max&${window}&processingInterval=20d&fill=none&limit=10&alignToCache=False`,
      "get_aggregates",
    ),
    t(
      "GET",
      `/${a}/data/aggregates?aggregateFunction=stddev&status=192`,
      "get_aggregates",
      undefined,
      "application/protobuf",
    ),
    t("GET", `/${a}/data/first?afterTime=2021-03-20&beforeTime=2024-12-09T14:00:00.000Z`, "get_first_datapoint"),
    t(
      "GET",
      `/${a}/data/latest?status=192&federationSource=TSDB&debug=true`,
      "get_latest_datapoint",
      undefined,
      "application/x-google-protobuf",
    ),
    t("POST", "/query/data/first", "get_first_multi_datapoint", [one, byName]),
    t("POST", "/query/data/latest?federationSource=IMS&debug=true", "get_latest_multi_datapoint", [byName]),
    t("GET", `/${a}/history`, "get_history"),
    t("GET", "?limit=10&facility=1219", "get_timeseries"),
    t("GET", "/search?name=%2APST%2A&description=", "search_timeseries"),
    t("GET", "/search/ASGB.17IIC1030*?source=IMS", "search_timeseries"),
    t("GET", `/${a}`, "get_timeseries_by_id"),
    t("POST", "", "post_timeseries", { name: "30JBY2101", facility: "NLS", description: "Spherical glass", unit: "%" }),
    t("POST", "/getoradd", "get_or_add_timeseries", [
      { name: "30JBY2101", facility: "NLS", step: null, metadata: null },
    ]),
    t("PATCH", `/${b}`, "patch_timeseries", {
      name: "New name",
      description: "Description of the tag",
      unit: "kg",
      step: true,
    }),
    t("PUT", `/${b}`, "put_timeseries", { name: "New name", facility: "SNA" }),
    t("DELETE", `/${a}/data?${window}`, "delete_data"),
    t("POST", "/streaming/subscriptions", "create_stream_subscription", [{ id: a }]),
    t("GET", "/streaming/subscriptions", "get_streaming_subscriptions"),
    t("DELETE", `/streaming/subscriptions/${a}`, "delete_stream_subscription"),
    t("POST", "/streaming/destination", "set_stream_destination", { connectionString: "Endpoint=sb://x/" }),
    t("GET", "/facets/facility", "get_facilities"),
    t("GET", "/facets/source", "get_sources"),
    t("GET", "/facets/source?facility=1219", "get_sources_by_facility"),
    t("GET", "/facets/facility?source=IMS", "get_facilities_by_source"),
    t("GET", "/facility/counters"),
    t("GET", "/facility/1219/counters"),
    metadata("GET", "/search?tag=GRA*&uid=GRA-15", "search"),
    metadata("GET", "/facets/systemCode"),
    metadata("GET", "?limit=10"),
    metadata("GET", "/uid/GRA-15"),
    metadata("GET", "/search/GRA*"),
    metadata("GET", "/1755"),
    metadata("GET", "/1755/GRA-FOI-13"),
    metadata("POST", "", undefined, [{ plantSapCode: "1755", tag: null }]),
    exported("POST", "", undefined, [{ uId: "GRA-15" }]),
    exported("GET", "/?limit=1000", "search"),
    exported("GET", "/uid/GRA-15?uid=GRA-15", "search_by_uid"),
    exported("GET", `/timeseriesId/${a}?timeseriesId=${a}`, "search_by_timeseries_id"),
    exported("GET", "/GRA-IMS", "search_by_system_code"),
    exported("POST", "/realtime?lifeTime=5", undefined, [{ timeseriesId: a }]),
    exported("GET", "/realtime"),
    exported("GET", `/realtime/timeseriesid/${a}`),
    exported("DELETE", `/realtime/timeseriesid/${a}`),
    exported("POST", "/realtime/destination", undefined, { connectionString: "Endpoint=sb://x/" }),
    management("GET", "/GRA-IMS/counter", "get_subscription_counter_by_system_code"),
    management("PATCH", "/uid/GRA-15?resetState=False", "patch_subscription_by_uid", {
      name: "n",
      terminal: null,
      tsdbBackfilled: true,
    }),
    management("PATCH", "/uid/GRA-15?resetState=True", "patch_subscription_by_uid", {}),
    events("GET", "/sources", "get_sources"),
    events(
      "GET",
      `/events/AHA?sourceName=%2A&limit=10&${window}&sort=desc&includeOtherFields=True&severity=500`,
      "get_events",
    ),
    events(
      "GET",
      "/events/AHA?sourceName=19%2A&limit=10&ackedState=False&activeState=True&suppressedOrShelved=False&actiontime=2024-01-01T00:00:00Z",
      "get_events",
    ),
    events("GET", "/events/AHA/count"),
    events("POST", "/streaming/subscriptions/AHA", "create_routing_subscription"),
    events("GET", "/streaming/subscriptions", "get_routing_subscriptions"),
    events("DELETE", "/streaming/subscriptions/AHA", "delete_routing_subscription"),
    events("POST", "/streaming/destination", "set_routing_connection", { ConnectionString: "Endpoint=sb://x/" }),
    t("DELETE", `/${b}`, "delete_timeseries_by_id"),
  ];
}

/** With the headers that the Python SDK sends on every call, a content type on those without a body too. */
export function sendKnown(server: MockServer, { method, path, body, accept }: KnownRequest): Promise<Response> {
  return server.fetch(`http://any.host${path}`, {
    method,
    headers: {
      authorization: "Bearer x",
      "content-type": "application/json",
      accept: accept ?? "application/json",
      "user-agent": "Omnia Timeseries SDK/2.0.0 (Linux; Python #1 SMP)",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
