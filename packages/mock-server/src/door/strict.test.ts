import { describe, expect, test } from "vitest";
import { apis } from "../apis.ts";
import { createServer, readMessage } from "../server.test-support.ts";
import { createKnownServer, listKnownRequests, sendKnown } from "./requests.test-support.ts";

/** Of the official SDKs, of which Alarm & Events and IMS have some names in common. Source: EVIDENCE.md. */
const sdkFunctions =
  `write_data write_multiple get_datapoints get_datapoints_by_name get_multi_datapoints get_aggregates
  get_first_datapoint get_latest_datapoint get_first_multi_datapoint get_latest_multi_datapoint get_history
  get_timeseries search_timeseries get_timeseries_by_id post_timeseries get_or_add_timeseries patch_timeseries
  put_timeseries delete_timeseries_by_id delete_data create_stream_subscription delete_stream_subscription
  get_streaming_subscriptions set_stream_destination get_facilities get_sources get_sources_by_facility
  get_facilities_by_source search search_by_uid search_by_timeseries_id search_by_system_code
  get_subscription_counter_by_system_code patch_subscription_by_uid get_events get_routing_subscriptions
  set_routing_connection create_routing_subscription delete_routing_subscription`.split(/\s+/);

describe.each([false, true])("strict: %s", (strict) => {
  test("everything that the Python SDKs send is good, and nothing of it is unknown", async () => {
    const { server, a, b } = createKnownServer({ strict, validateResponses: true });
    const requests = listKnownRequests(a, b);
    expect(new Set(requests.flatMap(({ sdk }) => sdk ?? []))).toEqual(new Set(sdkFunctions));
    const answers: string[] = [];
    for (const request of requests) {
      const response = await sendKnown(server, request);
      answers.push(response.ok ? "ok" : `${request.method} ${request.path}: ${await response.text()}`);
      expect(answers.at(-1)).toBe("ok");
    }
    expect(server.requests.flatMap(({ unknown }) => unknown)).toEqual([]);
    const all = apis.flatMap((api) => Object.keys(api.operations).map((id) => `${api.name} ${id}`));
    const asked = server.requests.map(({ api, operationId }) => `${api} ${operationId}`);
    expect([...new Set(asked)].toSorted()).toEqual(all.toSorted());
  });
});

const json = { "content-type": "application/json" };

describe("parameters that the operation does not know", () => {
  test("are marked in the log", async () => {
    const { server, send, id } = createServer();
    expect((await send(`/${id}/data?colour=red&limit=1&Shape=round&colour=blue`)).status).toBe(200);
    expect(server.requests.at(-1)!.unknown).toEqual(["colour", "Shape"]);
    await send(`/${id}/data?limit=1`);
    expect(server.requests.at(-1)!.unknown).toEqual([]);
  });

  test("are marked where the request is refused for something else", async () => {
    const { server, send, id } = createServer();
    await send(`/${id}/data?colour=red&limit=0`);
    expect(server.requests.at(-1)).toMatchObject({ statusCode: 400, unknown: ["colour"] });
  });

  test.each(["colour", "__proto__", "constructor", "aggregateFunctions"])("strict refuses '%s'", async (name) => {
    const { send, id } = createServer({ strict: true });
    const { statusCode, message } = await readMessage(await send(`/${id}/data?${name}=1`));
    expect([statusCode, message]).toEqual([400, `GetData does not know '${name}' (strict mode).`]);
  });

  test("strict names all of them, up to ten", async () => {
    const { send } = createServer({ strict: true });
    const names = Array.from({ length: 12 }, (_, i) => `x${i}`);
    const { message } = await readMessage(await send(`?${names.map((name) => `${name}=1`).join("&")}`));
    for (const name of names.slice(0, 10)) expect(message).toContain(`'${name}'`);
    expect(message).not.toContain("x10");
  });

  test("keys of the API Management are known everywhere", async () => {
    const { send } = createServer({ strict: true });
    expect((await send("?subscription-key=a")).status).toBe(200);
    expect((await send("?SUB=a")).status).toBe(200);
  });
});

describe("properties that the operation does not know", () => {
  const points = [
    { time: "2024-01-01T00:00:00Z", value: 1, quality: 1 },
    { time: "2024-01-02T00:00:00Z", value: 1, quality: 1, unit: "bar" },
  ];
  const body = `{"datapoints":${JSON.stringify(points)},"id":1,"__proto__":{"a":1}}`;
  const names = ["datapoints.quality", "datapoints.unit", "id", "__proto__"];

  test("are marked in the log, each once", async () => {
    const { server, send, id } = createServer();
    expect((await send(`/${id}/data`, { method: "POST", body, headers: json })).status).toBe(202);
    expect(server.requests.at(-1)!.unknown).toEqual(names);
  });

  test("strict refuses them, and does nothing", async () => {
    const { server, send, id } = createServer({ strict: true });
    const before = server.store.points(id).length;
    const response = await send(`/${id}/data?async=false`, { method: "POST", body, headers: json });
    const { statusCode, message } = await readMessage(response);
    expect(statusCode).toBe(400);
    for (const name of names) expect(message).toContain(`'${name}'`);
    expect(server.store.points(id).length).toBe(before);
  });

  test("in an array, and beside a null", async () => {
    const { server, send, id } = createServer();
    const items = [{ id, fill: null, statusFilter: null, colour: null }];
    await send("/query/data", { method: "POST", body: JSON.stringify(items), headers: json });
    expect(server.requests.at(-1)).toMatchObject({ statusCode: 200, unknown: ["colour"] });
  });

  test("metadata of the user's own has no unknown names", async () => {
    const { send } = createServer({ strict: true });
    const body = JSON.stringify({ name: "b", facility: "1219", metadata: { anything: "goes" } });
    expect((await send("/", { method: "POST", body, headers: json })).status).toBe(200);
  });
});

describe("an Accept that names nothing that the operation answers in", () => {
  test.each([
    ["/", "application/x-protobuf"],
    ["/data", "text/html"],
    ["/data", "image/*, application/json;q=0"],
  ])("%s as %s: JSON, and 406 when strict", async (path, accept) => {
    const ask = async (strict: boolean) => {
      const { send, id } = createServer({ strict });
      return send(path === "/" ? "/" : `/${id}${path}`, { headers: { accept } });
    };
    const loose = await ask(false);
    expect([loose.status, loose.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
    const refused = await ask(true);
    expect(refused.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await readMessage(refused)).toMatchObject({
      statusCode: 406,
      message: expect.stringContaining("application/json"),
    });
  });

  test.each(["*/*", "application/*", "text/html, */*;q=0.1", ""])("strict takes %j", async (accept) => {
    const { send } = createServer({ strict: true });
    expect((await send("/", { headers: { accept } })).status).toBe(200);
  });

  test("a write is refused before it is done", async () => {
    const { send, server } = createServer({ strict: true });
    const init = { method: "POST", body: JSON.stringify({ name: "b", facility: "1219" }) };
    expect((await send("/", { ...init, headers: { ...json, accept: "text/html" } })).status).toBe(406);
    expect(server.store.series.length).toBe(1);
  });
});
