// A process that serves a mock server on sockets: sends a signed request for the latest point.
import { createMockServer } from "@omnia-timeseries/mock-server";
import { sendToParent } from "./child-process.ts";
import { createMockOptions, signRequest } from "./mock-requests.ts";

const server = createMockServer(createMockOptions([{ time: "2026-01-01T00:00:00Z", value: 1 }]));
await server.listen();
sendToParent(await signRequest(server, server.url, "data/latest"));
process.once("disconnect", () => process.exit());
