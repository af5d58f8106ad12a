// What the tests of the server as a whole share.
import { createMockServer } from "./mock-server.ts";
import type { MockServerOptions } from "./mock-server-options.ts";

export const points = [
  { time: "2024-01-01T00:00:00Z", value: 1 },
  { time: "2024-01-02T00:00:00Z", value: 2, status: 64 },
];

export function createServer(options: MockServerOptions = {}) {
  const series = [{ name: "a", facility: "1219", datapoints: points }];
  const server = createMockServer({ auth: "none", validateResponses: true, series, ...options });
  const send = (path: string, init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {}) =>
    server.fetch(`http://127.0.0.1/plant/timeseries/v1.7${path}`, {
      ...init,
      headers: { authorization: "Bearer x", ...init.headers },
    });
  return { server, send, id: server.store.series[0]?.id ?? "" };
}

export async function readMessage(response: Response) {
  return (await response.json()) as { statusCode: number; message: string; traceId: string };
}
