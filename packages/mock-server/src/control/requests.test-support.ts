// A request for every operation of the control API, written by hand from specs/mock-server/openapi.yaml.
import { createMockServer } from "../mock-server.ts";
import type { MockServerOptions } from "../mock-server-options.ts";

/** JSON, or CSV as a text. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export const id = "6b6f1a51-2d54-4c8b-8b8f-1f9a2a3c4d5e";

/** A server with a series of three points, a snapshot of the name 1, and a data file. */
export async function createControlled(options: MockServerOptions = {}) {
  const datapoints = [
    { time: "2024-01-01T00:00:00Z", value: 1 },
    { time: "2024-01-01T00:00:00.1234567Z", value: 2.5, status: 64 },
    { time: "2024-01-02T00:00:00Z", value: -3 },
  ];
  const saved: string[] = [];
  const server = createMockServer({
    auth: "none",
    seed: 7,
    series: [{ id, name: "1219-PT-1", facility: "1219", unit: "bar", description: "A pressure", datapoints }],
    dataFile: { name: "mock.json", save: () => void saved.push("saved") },
    ...options,
  });
  const ask = ({ method, path, body }: ControlRequest, headers: Record<string, string> = {}) =>
    server.fetch(`http://127.0.0.1/__mock${path}`, {
      method,
      headers: { "content-type": typeof body === "string" ? "text/csv" : "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  await ask({ method: "POST", path: "/snapshots" });
  return { server, ask, saved };
}

export const controlRequests: readonly ControlRequest[] = [
  { method: "GET", path: "/server" },
  { method: "POST", path: "/reset" },
  {
    method: "POST",
    path: "/seed",
    body: {
      series: [{ name: "b", facility: "1219", datapoints: [{ time: "2024-01-01T00:00:00Z", value: 1, status: 192 }] }],
      ims: { tags: [{ uid: "GRA-15", tag: "GRA-FOI-13", systemCode: "GRA-IMS", plantSapCode: "1755" }] },
      alarmEvents: { events: [{ facility: "AHA", timestamp: "2024-01-01T12:00:00Z", sourceName: "19-PT" }] },
    },
  },
  { method: "POST", path: "/seed", body: "facility,name,time,value\n1219,c,2024-01-01T00:00:00Z,1" },
  { method: "POST", path: "/snapshots" },
  { method: "POST", path: "/snapshots/1/restore" },
  { method: "POST", path: "/save" },
  { method: "GET", path: "/series?search=pressure&skip=0&limit=10" },
  { method: "GET", path: `/series/${id}` },
  { method: "GET", path: `/series/${id}/points?startTime=2024-01-01&endTime=now&limit=2` },
  { method: "POST", path: `/series/${id}/points`, body: { datapoints: [{ time: "2024-01-03T00:00:00Z", value: 4 }] } },
  { method: "GET", path: `/series/${id}/plot?startTime=2024-01-01&endTime=2024-01-03&buckets=2` },
  { method: "DELETE", path: `/series/${id}/points?startTime=2024-01-01&endTime=2024-01-02` },
  { method: "DELETE", path: `/series/${id}` },
  { method: "GET", path: "/faults" },
  { method: "POST", path: "/faults", body: { operationId: "GetLatest", api: "timeseries", statusCode: 503, times: 2 } },
  { method: "PUT", path: "/faults/schedule", body: { seed: 3, rate: 0.5, faults: [{ statusCode: 500 }] } },
  { method: "DELETE", path: "/faults" },
  { method: "GET", path: "/clock" },
  { method: "POST", path: "/clock", body: { advance: "1h", frozen: true } },
  { method: "PUT", path: "/sign-in/as", body: { who: "mock.user@example.invalid" } },
  { method: "DELETE", path: "/sign-in/as" },
  { method: "GET", path: "/log?operationId=GetLatest&api=timeseries&after=0&limit=5" },
  { method: "DELETE", path: "/log" },
  { method: "GET", path: "/log/explanation" },
  { method: "GET", path: "/expectations" },
  { method: "PUT", path: "/expectations", body: { requests: [{ operationId: "GetLatest", times: 2 }] } },
  { method: "DELETE", path: "/expectations" },
];
