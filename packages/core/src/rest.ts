import createClient from "openapi-fetch";
import type { Client, Middleware } from "openapi-fetch";
import type { Api } from "./api.ts";
import { isOmniaError } from "./omnia-error.ts";
import type { Operation } from "./operation.ts";
import { readBytes } from "./read-body.ts";
import { responseOf } from "./response-error.ts";
import type { Transport } from "./transport.ts";

/**
 * An API as its OpenAPI document has it, under the wire's own names; answers are
 * `{ data, error, response }` as openapi-fetch gives them, whole and buffered.
 */
export type RestClient<Paths extends object> = Client<Paths, "application/json">;

function findOperation({ operations }: Api, method: string, path: string): Operation {
  const found = Object.values(operations).find((operation) => operation.method === method && operation.path === path);
  if (found === undefined) throw new TypeError(`The API has no ${method} ${path}.`);
  return found;
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
          { signal: request.signal, headers },
        );
      } catch (error) {
        const answer = isOmniaError(error) ? responseOf(error) : undefined;
        if (answer === undefined) throw error;
        return answer;
      }
    },
  };
}

/** @typeParam Paths the types of the API's document */
export function createRestClient<Paths extends object>(api: Api, transport: Transport): RestClient<Paths> {
  const rest = createClient<Paths, "application/json">({
    baseUrl: transport.environment.baseUrl,
    querySerializer: api.serializeQuery,
  });
  rest.use(sendBy(api, transport));
  return rest;
}
