// What the tests of all APIs share: one API of a server as JSON on its wire.
import type { MockServer } from "./mock-server.ts";

/** An answer as `JSON.parse` reads it; tests say what they expect of it. */
export interface WireAnswer<Body> {
  readonly status: number;
  readonly json: Body;
}

export const timeseries = "/plant/timeseries/v1.7";
export const imsMetadata = "/plant/ims-metadata/v1.3";
export const imsSubscriptions = "/plant/ims-subscriptions/v1.2";
export const imsManagement = "/plant/ims-subscriptions-management/v1.2";
export const alarmEvents = "/iiot/ae/v1";

export async function ask<Body = Record<string, unknown>>(
  server: MockServer,
  method: string,
  path: string,
  body?: unknown,
  token = "x",
): Promise<WireAnswer<Body>> {
  const response = await server.fetch(`http://any.host${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: JSON.parse(await response.text()) as Body };
}

/** A token that names an app (or a person, who is named by `oid`), for a server that takes any. */
export function tokenOf(claims: { readonly appid: string; readonly oid?: string; readonly scp?: string }): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.x`;
}
