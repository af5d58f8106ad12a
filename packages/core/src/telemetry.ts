import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Span, Tracer } from "@opentelemetry/api";
import type { ClientEvent } from "./events.ts";
import type { Attempt, Layer } from "./exchange.ts";
import { version } from "./gen/version.ts";
import { isOmniaError } from "./omnia-error.ts";
import { findRuntime } from "./user-agent.ts";

export interface TelemetryOptions {
  /** By default that of the global provider. */
  readonly tracer?: Tracer;
  /**
   * Whether requests carry what your propagator writes, such as `traceparent`, so that the service's spans join yours.
   * By default outside of browsers; in one the service must allow the header, which it is not known to do. Give
   * `false` where an instrumentation of `fetch` writes it too.
   */
  readonly propagate?: boolean;
}

/** Names of OpenTelemetry's semantic conventions for HTTP clients, 1.23 and later. */
function describeRequest({ request }: Attempt): Attributes {
  const { operation, shownUrl } = request;
  const { hostname, port, protocol } = new URL(shownUrl);
  return {
    "http.request.method": operation.method,
    "url.full": shownUrl,
    "url.template": operation.path,
    "server.address": hostname,
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** What the span is told of what happens in the call. */
function createRecorder(span: Span): (event: ClientEvent) => void {
  let resends = -1;
  return (event) => {
    // The end of the call is the end of the span.
    if (event.type === "call") return;
    const attributes: Attributes = { "omnia.number": event.number };
    if (event.code !== undefined) attributes["error.type"] = event.code;
    if (event.type === "retry") attributes["omnia.wait_ms"] = event.waitMs;
    else {
      resends++;
      attributes["omnia.duration_ms"] = event.durationMs;
      const status = event.statusCode === undefined ? {} : { "http.response.status_code": event.statusCode };
      Object.assign(attributes, status);
      span.setAttributes({ ...status, ...(resends > 0 && { "http.request.resend_count": resends }) });
    }
    span.addEvent(event.type, attributes);
  };
}

function recordFailure(span: Span, error: unknown): void {
  if (!isOmniaError(error)) {
    // What a layer of the user threw: its text is not known to be without secrets.
    span.setAttribute("error.type", error instanceof Error ? error.name : "_OTHER");
    span.setStatus({ code: SpanStatusCode.ERROR });
    return;
  }
  span.setAttribute("error.type", error.code);
  if (error.traceId !== undefined) span.setAttribute("omnia.trace_id", error.traceId);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}

/**
 * A layer that makes an OpenTelemetry span of each call, with an event for each try and each wait. Spans hold no
 * tokens, keys and bodies.
 *
 * @example
 * ```ts
 * const client = createTimeseriesClient({ environment: "prod", credential, format, layers: [telemetry()] });
 * ```
 */
export function telemetry(options: TelemetryOptions = {}): Layer {
  const { propagate = findRuntime() !== undefined } = options;
  return (next) => async (attempt) => {
    // Looked up when used: a provider may be registered after the client was made.
    const tracer = options.tracer ?? trace.getTracer("@omnia-timeseries/core", version);
    const { operationId } = attempt.request.operation;
    const span = tracer.startSpan(operationId, { kind: SpanKind.CLIENT, attributes: describeRequest(attempt) });
    const active = trace.setSpan(context.active(), span);
    const headers: Record<string, string> = { ...attempt.request.headers };
    if (propagate) propagation.inject(active, headers);
    const record = createRecorder(span);
    const observe = (event: ClientEvent): void => {
      record(event);
      attempt.observe(event);
    };
    try {
      return await context.with(active, () => next({ ...attempt, observe, request: { ...attempt.request, headers } }));
    } catch (error) {
      recordFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
}
