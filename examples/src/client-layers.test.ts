import { readFile } from "node:fs/promises";
import { createTimeseriesClient } from "@omnia-timeseries/core";
import type { ClientEvent } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { expect, test } from "vitest";
import { keepEverything, nameTeam } from "./client-layers.ts";

test("the layers of core's README are these", async () => {
  const readme = await readFile(new URL("../../packages/core/README.md", import.meta.url), "utf8");
  const code = await readFile(new URL("client-layers.ts", import.meta.url), "utf8");
  expect(readme).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
});

test("they add a header to every try, and let nothing be deleted", async () => {
  const server = createMockServer({ series: [{ name: "1219-PT-1234", facility: "1219" }] });
  const { id } = server.store.series[0]!;
  const teams: (string | null)[] = [];
  const events: ClientEvent[] = [];
  const options = server.clientOptions();
  const client = createTimeseriesClient({
    ...options,
    format: json,
    fetch: (request) => {
      teams.push(request.headers.get("x-team"));
      return options.fetch(request);
    },
    layers: [nameTeam, keepEverything],
    onEvent: (event) => events.push(event),
  });
  server.faults.next({ operationId: "getTimeseriesById", statusCode: 503 });
  await expect(client.getTimeseriesById({ id })).resolves.toMatchObject({ name: "1219-PT-1234" });
  await expect(client.deleteTimeseriesById({ id })).rejects.toThrow("is not allowed here.");
  expect(teams).toEqual(["drilling", "drilling"]);
  expect(events.map(({ type }) => type)).toEqual(["try", "retry", "try", "call", "call"]);
  expect(server.store.series).toHaveLength(1);
});
