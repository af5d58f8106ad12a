import type { Client } from "openapi-fetch";
import type { Api } from "./api.ts";
import { loadPart } from "./load-part.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import type { Transport } from "./transport.ts";

/**
 * An API as its OpenAPI document has it, under the wire's own names; answers are
 * `{ data, error, response }` as openapi-fetch gives them, whole and buffered. It has no middleware: the client's
 * `layers` see these calls too. Where there is no answer, it rejects with an `OmniaError`.
 */
export type RestClient<Paths extends object> = Omit<Client<Paths, "application/json">, "use" | "eject">;

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

/**
 * Openapi-fetch and the table of all operations are loaded for the first request.
 *
 * @typeParam Paths the types of the API's document
 */
export function createRestClient<Paths extends object>(api: Api, transport: Transport): RestClient<Paths> {
  const load = async (): Promise<Record<string, Send>> => {
    const [{ createOpenapiFetch }, operations] = await loadPart(() =>
      Promise.all([import("./openapi-fetch-client.ts"), api.loadOperations()]),
    );
    return createOpenapiFetch(api, operations, transport) as unknown as Record<string, Send>;
  };
  let client: Promise<Record<string, Send>> | undefined;
  const send =
    (name: string): Send =>
    async (...parameters) => {
      client ??= load().catch((error: unknown) => {
        client = undefined;
        throw error;
      });
      return (await client)[name]!(...parameters);
    };
  const guarded = { request: guard(send("request"), 2) } as Record<string, Send>;
  for (const method of methods) guarded[method] = guard(send(method), 1);
  return guarded as unknown as RestClient<Paths>;
}
