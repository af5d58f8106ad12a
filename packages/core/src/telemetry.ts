import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Span, Tracer } from "@opentelemetry/api";
import type { ClientEvent } from "./events.ts";
import type { Attempt, Layer } from "./exchange.ts";
import { isOmniaError } from "./omnia-error.ts";
import { findRuntime } from "./user-agent.ts";

export interface TelemetryOptions {
  /** By default that of the global provider. */
  readonly tracer?: Tracer;
  /**
   * Whether requests carry `traceparent`, so that the service's spans join yours. By default outside of browsers; in
   * one the service must allow the header, which it is not known to do.
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

function record(span: Span, event: ClientEvent): void {
  if (event.type === "call") return;
  const { type, number, code } = event;
  const attributes: Attributes = { number };
  if (code !== undefined) attributes["error.type"] = code;
  if (event.type === "retry") attributes["wait_ms"] = event.waitMs;
  else {
    attributes["duration_ms"] = event.durationMs;
    if (event.statusCode !== undefined) attributes["http.response.status_code"] = event.statusCode;
    span.setAttributes({
      ...(event.statusCode !== undefined && { "http.response.status_code": event.statusCode }),
      ...(number > 1 && { "http.request.resend_count": number - 1 }),
    });
  }
  span.addEvent(type, attributes);
}

function recordFailure(span: Span, error: unknown): void {
  if (!isOmniaError(error)) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
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
    const tracer = options.tracer ?? trace.getTracer("@omnia-timeseries/core");
    const { operationId } = attempt.request.operation;
    const span = tracer.startSpan(operationId, { kind: SpanKind.CLIENT, attributes: describeRequest(attempt) });
    const active = trace.setSpan(context.active(), span);
    const headers: Record<string, string> = { ...attempt.request.headers };
    if (propagate) propagation.inject(active, headers);
    const observe = (event: ClientEvent): void => {
      record(span, event);
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
