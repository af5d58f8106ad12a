import type { components, paths } from "../../../packages/mock-server/src/gen/mock-control-paths.ts";

type Schemas = components["schemas"];
export type Series = Schemas["Series"];
export type Plot = Schemas["Plot"];
export type Fault = Schemas["Fault"];
export type Faults = Schemas["Faults"];
export type Clock = Schemas["Clock"];
export type LoggedRequest = Schemas["LoggedRequest"];

type Method = "get" | "post" | "put" | "delete";
type Answer<O> = O extends { responses: { 200: { content: { "application/json": infer A } } } } ? A : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? { readonly body: B } : unknown;
type Query<O> = O extends { parameters: { query?: infer Q } }
  ? { readonly query?: Q extends object ? Readonly<Q> : never }
  : unknown;
type Id<P> = P extends `${string}{id}${string}` ? { readonly id: string } : unknown;
type Input<P, O> = Id<P> & Query<O> & Body<O>;

/** Asks the control API (specs/mock-server/openapi.yaml) of the page's own origin. */
export type ControlApi = <P extends keyof paths, M extends Method & keyof paths[P]>(
  method: M,
  path: P,
  input: Input<P, paths[P][M]>,
) => Promise<Answer<paths[P][M]>>;

/** The server said no, and why: its own words. */
export class Refused extends Error {
  override readonly name: string = "Refused";
}

/** There was no answer at all. */
export class Unreachable extends Error {
  override readonly name: string = "Unreachable";
}

interface AnyInput {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, cache: "no-store" });
  } catch (error) {
    throw new Unreachable("The server does not answer.", { cause: error });
  }
}

function readMessage(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message;
  } catch {
    return undefined;
  }
}

async function ask(method: string, path: string, { id = "", query = {}, body }: AnyInput): Promise<unknown> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const url = `/__mock${path.replace("{id}", encodeURIComponent(id))}${search === "" ? "" : `?${search}`}`;
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await send(url, { method: method.toUpperCase(), ...json });
  const text = await response.text();
  if (!response.ok) throw new Refused(`${response.status}: ${readMessage(text) ?? text}`);
  return JSON.parse(text);
}

export const controlApi: ControlApi = ask as ControlApi;
