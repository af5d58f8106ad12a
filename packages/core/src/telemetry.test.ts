// With the SDK of OpenTelemetry itself, registered as an application does it.
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { accessToken } from "./access-token.ts";
import type { TimeseriesClientOptions } from "./client.ts";
import { createRequest } from "./create-request.ts";
import type { ClientEvent } from "./events.ts";
import { answerItems, baseUrl, createFakeClient, errorOf, id, refuse } from "./fake-client.test-support.ts";
import type { Answer } from "./fake-client.test-support.ts";
import { operations } from "./gen/operations.ts";
import { telemetry } from "./telemetry.ts";
import type { TelemetryOptions } from "./telemetry.ts";

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
});
afterEach(() => {
  exporter.reset();
  vi.unstubAllGlobals();
});
afterAll(() => {
  trace.disable();
  propagation.disable();
  context.disable();
  return provider.shutdown();
});

const item = { id, name: "1219-PT-1234", facility: "1219" };
const url = `${baseUrl}/${id}`;
const traceId = "0HMT7I3PQEH7M:00000DB3";
const asked = {
  "http.request.method": "GET",
  "url.full": url,
  "url.template": "/{id}",
  "server.address": "api-test.gateway.equinor.com",
  "server.port": 443,
};

/** A client with the layer, what its requests carried, and which span was active when they were sent. */
function createCase(
  answers: readonly Answer[],
  { options = {}, ...telemetryOptions }: TelemetryOptions & { options?: Partial<TimeseriesClientOptions> } = {},
) {
  const sent: { headers: Headers; spanId: string | undefined }[] = [];
  const recorded = answers.map((answer) => (request: Request): Response | Promise<Response> => {
    sent.push({ headers: request.headers, spanId: trace.getActiveSpan()?.spanContext().spanId });
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(request) : answer;
  });
  const { client } = createFakeClient(recorded, {
    layers: [telemetry(telemetryOptions)],
    random: () => 0,
    ...options,
  });
  return { client, sent };
}

function onlySpan(): ReadableSpan {
  const spans = exporter.getFinishedSpans();
  expect(spans).toHaveLength(1);
  return spans[0]!;
}

const eventsOf = (span: ReadableSpan): unknown[] =>
  span.events.map(({ name, attributes }) => ({ name, ...attributes }));

describe("the span of a call", () => {
  test("names the operation, and what was asked and answered", async () => {
    const { client } = createCase([answerItems([item])]);
    await client.getTimeseriesById({ id });
    const span = onlySpan();
    expect(span).toMatchObject({
      name: "getTimeseriesById",
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: {
        name: "@omnia-timeseries/core",
        version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      },
    });
    expect(span.attributes).toEqual({ ...asked, "http.response.status_code": 200 });
    expect(eventsOf(span)).toEqual([
      { name: "try", "omnia.number": 1, "omnia.duration_ms": 0, "http.response.status_code": 200 },
    ]);
  });

  test("has the active span as its parent, and is active itself while requests are sent", async () => {
    const { client, sent } = createCase([refuse(503), answerItems([item])]);
    const parent = trace.getTracer("app").startSpan("job");
    await context.with(trace.setSpan(context.active(), parent), () => client.getTimeseriesById({ id }));
    const span = onlySpan();
    expect(span.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(span.spanContext().traceId).toBe(parent.spanContext().traceId);
    expect(sent.map(({ spanId }) => spanId)).toEqual([span.spanContext().spanId, span.spanContext().spanId]);
    expect(span.attributes["http.request.resend_count"]).toBe(1);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  test("has an event for each try and each wait, also where a token was renewed", async () => {
    let asked = 0;
    const credential = accessToken(() => `token-${++asked}`);
    const answers = [refuse(503), refuse(401), new TypeError("fetch failed"), answerItems([item])];
    const { client } = createCase(answers, { options: { credential } });
    await client.getTimeseriesById({ id });
    const span = onlySpan();
    const took = { "omnia.duration_ms": 0 };
    expect(eventsOf(span)).toEqual([
      { name: "try", "omnia.number": 1, ...took, "http.response.status_code": 503, "error.type": "server" },
      { name: "retry", "omnia.number": 1, "omnia.wait_ms": 500, "error.type": "server" },
      { name: "try", "omnia.number": 2, ...took, "http.response.status_code": 401, "error.type": "unauthorized" },
      { name: "try", "omnia.number": 2, ...took, "error.type": "network" },
      { name: "retry", "omnia.number": 2, "omnia.wait_ms": 1000, "error.type": "network" },
      { name: "try", "omnia.number": 3, ...took, "http.response.status_code": 200 },
    ]);
    expect(span.attributes).toMatchObject({ "http.response.status_code": 200, "http.request.resend_count": 3 });
    expect(span.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  test("says of a failure what and why, with the service's trace ID", async () => {
    const { client } = createCase([refuse(404, "Timeseries not found.")]);
    const error = await errorOf(client.getTimeseriesById({ id }));
    const span = onlySpan();
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: error.message });
    expect(span.attributes).toEqual({
      ...asked,
      "http.response.status_code": 404,
      "error.type": "not-found",
      "omnia.trace_id": traceId,
    });
  });

  test("is whole where the call was aborted: its last try is in it", async () => {
    const { client } = createCase([() => new Promise(() => {})]);
    await errorOf(client.getTimeseriesById({ id }, { timeoutMs: 5 }));
    await new Promise((resolve) => setTimeout(resolve));
    const span = onlySpan();
    expect(eventsOf(span)).toMatchObject([{ name: "try", "omnia.number": 1, "error.type": "timeout" }]);
    expect(span.attributes["error.type"]).toBe("timeout");
  });

  test.each([
    [new RangeError("secret"), "RangeError"],
    ["secret", "_OTHER"],
  ])("of another layer's failure it tells the name alone: %s", async (failure, type) => {
    const fail = () => (): Promise<never> => Promise.reject(failure);
    const { client } = createCase([], { options: { layers: [telemetry(), fail] } });
    await client.getTimeseriesById({ id }).catch(() => {});
    const span = onlySpan();
    expect(span.attributes["error.type"]).toBe(type);
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  test.each([
    ["https://timeseries.example/plant", 443],
    ["https://timeseries.example:8443/plant", 8443],
    ["http://localhost/plant", 80],
    ["http://localhost:4180/plant", 4180],
  ])("has the port of %s: %i", async (baseUrl, port) => {
    const { client } = createCase([answerItems([item])], { options: { baseUrl } });
    await client.getTimeseriesById({ id });
    expect(onlySpan().attributes["server.port"]).toBe(port);
  });

  test("shows the request with its keys hidden", async () => {
    const request = createRequest({ serializeQuery: () => "subscription-key=secret" }, baseUrl, {
      operation: operations.GetSearch,
      accept: "application/json",
    });
    const { signal } = new AbortController();
    await telemetry()(async () => "done")({ request, signal, call: 1, number: 1, observe: () => {} });
    expect(onlySpan().attributes["url.full"]).toBe(`${baseUrl}/search?subscription-key=hidden`);
  });

  test("does not keep from onEvent what happens", async () => {
    const seen: string[] = [];
    const onEvent = ({ type }: ClientEvent): unknown => seen.push(type);
    const { client } = createCase([refuse(503), answerItems([item])], { options: { onEvent } });
    await client.getTimeseriesById({ id });
    expect(seen).toEqual(["try", "retry", "try", "call"]);
  });

  test("may be of a tracer of one's own", async () => {
    const own = new InMemorySpanExporter();
    const other = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: own })] });
    const { client } = createCase([answerItems([item])], { tracer: other.getTracer("mine") });
    await client.getTimeseriesById({ id });
    expect(own.getFinishedSpans().map(({ instrumentationScope }) => instrumentationScope.name)).toEqual(["mine"]);
    expect(exporter.getFinishedSpans()).toEqual([]);
    await other.shutdown();
  });

  test("holds nothing secret", async () => {
    const { client } = createCase([refuse(503), refuse(500)], {
      options: { credential: accessToken(() => "secret-token") },
    });
    await errorOf(
      client.writeData(
        { id, datapoints: [{ time: 0n, value: 777_555 }] },
        { headers: { "ocp-apim-subscription-key": "secret-key", authorization: "secret" } },
      ),
    );
    const { attributes, events, status, name } = onlySpan();
    expect(JSON.stringify([attributes, events, status, name])).not.toMatch(/secret|777555/);
  });
});

describe("traceparent", () => {
  const expected = (): string => {
    const { traceId, spanId } = onlySpan().spanContext();
    return `00-${traceId}-${spanId}-01`;
  };

  test("is on every try", async () => {
    const { client, sent } = createCase([refuse(503), refuse(503), answerItems([item])]);
    await client.getTimeseriesById({ id }, { headers: { TraceParent: "of the caller" } });
    expect(sent.map(({ headers }) => headers.get("traceparent"))).toEqual([expected(), expected(), expected()]);
  });

  test("is not sent where it is not wanted", async () => {
    const { client, sent } = createCase([answerItems([item])], { propagate: false });
    await client.getTimeseriesById({ id });
    expect([...sent[0]!.headers.keys()].toSorted()).toEqual(["accept", "authorization", "user-agent"]);
    expect(onlySpan().name).toBe("getTimeseriesById");
  });

  test("is sent from a browser only when it is wanted", async () => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x64) Chrome/140.0.0.0" });
    const silent = createCase([answerItems([item])]);
    await silent.client.getTimeseriesById({ id });
    expect([...silent.sent[0]!.headers.keys()].toSorted()).toEqual(["accept", "authorization"]);
    exporter.reset();
    const { client, sent } = createCase([answerItems([item])], { propagate: true });
    await client.getTimeseriesById({ id });
    expect(sent[0]!.headers.get("traceparent")).toBe(expected());
  });
});

test("without a provider the layer changes nothing", async () => {
  trace.disable();
  const { client, sent } = createCase([refuse(503), answerItems([item])]);
  await expect(client.getTimeseriesById({ id })).resolves.toEqual(item);
  trace.setGlobalTracerProvider(provider);
  expect(sent[0]!.headers.has("traceparent")).toBe(false);
});
