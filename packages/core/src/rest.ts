import createClient from "openapi-fetch";
import type { Client, Middleware } from "openapi-fetch";
import type { Api } from "./api.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { readBytes } from "./read-body.ts";
import { responseOf } from "./response-error.ts";
import type { Transport } from "./transport.ts";

/**
 * An API as its OpenAPI document has it, under the wire's own names; answers are
 * `{ data, error, response }` as openapi-fetch gives them, whole and buffered. It has no middleware: the client's
 * `layers` see these calls too. Where there is no answer, it rejects with an `OmniaError`.
 */
export type RestClient<Paths extends object> = Omit<Client<Paths, "application/json">, "use" | "eject">;

function findOperation({ operations }: Api, method: string, path: string): Operation {
  const found = Object.values(operations).find((operation) => operation.method === method && operation.path === path);
  if (found === undefined) throw new OmniaError("invalid-argument", `client.rest: the API has no ${method} ${path}.`);
  return found;
}

const signals = new WeakMap<Request, AbortSignal>();

/** Keeps its signal apart: the platform's `Request` listens to one until it is garbage collected, call after call. */
class QuietRequest extends Request {
  constructor(input: RequestInfo | URL, { signal, ...init }: RequestInit = {}) {
    super(input, init);
    if (signal) signals.set(this, signal);
  }
}

/** openapi-fetch only types the call: its requests go the way of all others, retry and authorization included. */
function sendBy(api: Api, transport: Transport): Middleware {
  return {
    async onRequest({ request, schemaPath, params }) {
      const { accept = "application/json", "content-type": _, ...headers } = Object.fromEntries(request.headers);
      const text = await request.text();
      try {
        return await transport.send(
          {
            operation: findOperation(api, request.method, schemaPath),
            path: (params.path ?? {}) as Record<string, string>,
            query: params.query ?? {},
            accept,
            ...(text === "" ? {} : { body: text }),
          },
          async (response, maxBytes) =>
            new Response(await readBytes(response, maxBytes), { status: response.status, headers: response.headers }),
          { signal: signals.get(request), headers },
        );
      } catch (error) {
        const answer = isOmniaError(error) ? responseOf(error) : undefined;
        if (answer === undefined) throw error;
        return answer;
      }
    },
  };
}

/** What openapi-fetch would take for one request, and what would have no effect or send it elsewhere. */
const refused = ["baseUrl", "fetch", "Request", "middleware", "pathSerializer", "querySerializer"] as const;

function validateInit(init: object = {}): void {
  const given = refused.find((name) => (init as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (given === undefined) return;
  throw new OmniaError(
    "invalid-argument",
    `client.rest: ${given} cannot be set for one request. All go to the client's service, by its own fetch; give it to a client of its own, or use layers.`,
  );
}

function toOmniaError(error: unknown): OmniaError {
  if (isOmniaError(error)) return error;
  // The platform's own messages repeat a part of the answer, or the value of a header.
  return error instanceof SyntaxError
    ? new OmniaError("decode", "client.rest: the answer is not JSON. Another format needs parseAs.")
    : new OmniaError("invalid-argument", "client.rest: this request cannot be made. Look at its headers and its body.");
}

const methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] as const;

type Send = (...parameters: readonly unknown[]) => Promise<unknown>;

/** @param initAt where a function of `rest` takes its options */
function guard(send: Send, initAt: number): Send {
  return async (...parameters) => {
    try {
      validateInit(parameters[initAt] as object | undefined);
      return await send(...parameters);
    } catch (error) {
      throw toOmniaError(error);
    }
  };
}

/** @typeParam Paths the types of the API's document */
export function createRestClient<Paths extends object>(api: Api, transport: Transport): RestClient<Paths> {
  const rest = createClient<Paths, "application/json">({
    baseUrl: transport.environment.baseUrl,
    querySerializer: api.serializeQuery,
    Request: QuietRequest,
  });
  rest.use(sendBy(api, transport));
  const guarded = { request: guard(rest.request as Send, 2) } as Record<string, Send>;
  for (const method of methods) guarded[method] = guard(rest[method] as Send, 1);
  return guarded as unknown as RestClient<Paths>;
}
