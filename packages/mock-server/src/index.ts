export { createMockServer } from "./mock-server.ts";
export type { ClientOptions, MockServer, MockServerOptions, SeriesOptions } from "./mock-server.ts";
export type { Assumptions } from "./assumptions.ts";
export type { Clock } from "./clock.ts";
export type { ListenOptions } from "./listen.ts";
export type { LoggedRequest, RequestLog } from "./request-log.ts";
export type { PointInput } from "./store/read-points.ts";
export type { TimeseriesItem } from "./store/store.ts";
