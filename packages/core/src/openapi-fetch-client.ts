import createClient from "openapi-fetch";
import type { Client, Middleware } from "openapi-fetch";
import type { Api } from "./api.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { readBytes } from "./read-body.ts";
import { responseOf } from "./response-error.ts";
import type { Transport } from "./transport.ts";

type Operations = Readonly<Record<string, Operation>>;

function findOperation(operations: Operations, method: string, path: string): Operation {
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
function sendBy(operations: Operations, transport: Transport): Middleware {
  return {
    async onRequest({ request, schemaPath, params }) {
      const { accept = "application/json", "content-type": _, ...headers } = Object.fromEntries(request.headers);
      const text = await request.text();
      try {
        return await transport.send(
          {
            operation: findOperation(operations, request.method, schemaPath),
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

/** Makes the requests of `client.rest`, under the names of openapi-fetch. */
export function createOpenapiFetch(
  { serializeQuery }: Api,
  operations: Operations,
  transport: Transport,
): Client<Record<string, object>, "application/json"> {
  const rest = createClient<Record<string, object>, "application/json">({
    baseUrl: transport.environment.baseUrl,
    querySerializer: serializeQuery,
    Request: QuietRequest,
  });
  rest.use(sendBy(operations, transport));
  return rest;
}
