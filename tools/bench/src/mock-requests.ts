import type { Datapoints } from "@omnia-timeseries/core";
import { servers } from "@omnia-timeseries/core/operations";
import type { MockServer, MockServerOptions, PointInput } from "@omnia-timeseries/mock-server";
import { seriesId } from "./bodies.ts";

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One series. */
export function createMockOptions(datapoints: readonly PointInput[] | Datapoints): MockServerOptions {
  return { series: [{ id: seriesId, name: "1219-PT-1234", facility: "1219", datapoints }] };
}

/**
 * A request for the one series, with a token of the server's own sign-in.
 *
 * @param path such as `data/latest`
 */
export async function signRequest(server: MockServer, origin: string, path: string): Promise<SignedRequest> {
  const { baseUrl, resourceId } = servers.test;
  const { token } = (await server.clientOptions().credential.getToken(`${resourceId}/.default`, {}))!;
  const url = `${origin}${new URL(baseUrl).pathname}/${seriesId}/${path}`;
  return { url, headers: { authorization: `Bearer ${token}` } };
}
