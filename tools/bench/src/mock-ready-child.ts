// A process that starts a mock server and asks it once: sends how many milliseconds lie between call and answer.
import { createMockServer } from "@omnia-timeseries/mock-server";
import { sendToParent } from "./child-process.ts";
import { createMockOptions, signRequest } from "./mock-requests.ts";

// Node loads its own fetch and cryptography when they are first touched, whatever a program does with them.
await new Response("{}").json();
crypto.randomUUID();
await crypto.subtle.digest("SHA-256", new Uint8Array(1));

const start = performance.now();
const server = createMockServer(createMockOptions([{ time: "2026-01-01T00:00:00Z", value: 1 }]));
const { url, headers } = await signRequest(server, "http://mock.invalid", "data/latest");
const answer = (await (await server.fetch(url, { headers })).json()) as {
  data: { items: [{ datapoints: unknown[] }] };
};
const elapsedMs = performance.now() - start;
if (answer.data.items[0].datapoints.length !== 1) throw new Error("The latest point is missing.");
sendToParent(elapsedMs);
process.disconnect();
