// A team keeps what is in its mock server overnight: a program writes, the server stops, and next morning everything
// is there again. All of it over the wire of the built command, read with JSON.parse and protobuf-es.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { expect, onTestFinished, test, vi } from "vitest";
import { readLine, startCommand, stopCommand } from "../command.test-support.ts";

vi.setConfig({ testTimeout: 60_000 });

interface Answer {
  readonly data: { readonly items: readonly Record<string, unknown>[] };
}

async function openServer(...options: string[]) {
  const running = startCommand("--auth", "none", ...options);
  onTestFinished(() => void running.kill("SIGKILL"));
  const { url } = await readLine(running);
  const send = async (method: string, path: string, body?: string, accept = "application/json") => {
    const headers = { authorization: "Bearer x", "content-type": "application/json", accept };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    expect([method, path, response.ok]).toEqual([method, path, true]);
    return new Uint8Array(await response.arrayBuffer());
  };
  const ask = async (method: string, path: string, body?: string) =>
    JSON.parse(new TextDecoder().decode(await send(method, `/plant/timeseries/v1.7${path}`, body))) as Answer;
  return { send, ask, stop: () => stopCommand(running) };
}

test("a server's state is kept overnight", async () => {
  const folder = mkdtempSync(join(tmpdir(), "story-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [csv, data] = [join(folder, "plant.csv"), join(folder, "mock.json")];
  writeFileSync(csv, "facility;name;unit;time;value;status\n1219;19-PT-1;bar;2024-01-01T00:00:00.0000001Z;0,1;64\n");

  // In the evening: a file of the plant, then writes of any kind; the clock runs an hour ahead and then stands still.
  const evening = await openServer("--data", data, "--fixture", csv);
  const { id } = (await evening.ask("GET", "/")).data.items[0]!;
  const rows = [
    '{"time":"2024-01-01T00:00:01.1234567Z","value":-0.0,"status":192}',
    '{"time":"2024-01-01T00:00:02Z","value":5e-324,"status":0}',
    '{"time":"2024-01-01T00:00:03Z","value":0.30000000000000004,"status":2147483647}',
  ];
  await evening.ask("POST", `/${String(id)}/data?async=false`, `{"datapoints":[${rows.join(",")}]}`);
  await evening.ask("PATCH", `/${String(id)}`, '{"description":"Wellhead pressure"}');
  const made = (await evening.ask("POST", "/", '{"name":"new","facility":"AHA"}')).data.items[0]!;
  await evening.ask("DELETE", `/${String(made["id"])}`);
  await evening.ask("POST", "/streaming/subscriptions", `[{"id":"${String(id)}"}]`);
  await evening.send("POST", "/__mock/clock", '{"advance":"1h"}');
  await evening.send("POST", "/__mock/clock", '{"frozen":true}');
  // Done when the clock has moved on by a second: not this evening.
  await evening.ask("POST", `/${String(id)}/data`, '{"datapoints":[{"time":"2024-01-01T00:00:04Z","value":4}]}');
  const points = `/plant/timeseries/v1.7/${String(id)}/data?startTime=2024-01-01&endTime=2024-01-02`;
  const look = async ({ ask, send }: Awaited<ReturnType<typeof openServer>>) => {
    const clock = JSON.parse(new TextDecoder().decode(await send("GET", "/__mock/clock"))) as Record<string, unknown>;
    return {
      series: (await ask("GET", "/")).data.items,
      history: (await ask("GET", `/${String(id)}/history`)).data.items,
      subscriptions: (await ask("GET", "/streaming/subscriptions")).data.items,
      json: new TextDecoder().decode(await send("GET", points)).replace(/"traceId":"[^"]*"/, ""),
      protobuf: fromBinary(
        CompactDatapointsDtoSchema,
        await send("GET", points, undefined, "application/x-google-protobuf"),
      ),
      now: clock["now"],
    };
  };
  const before = await look(evening);
  expect(await evening.stop()).toBe(0);

  // In the morning: everything is there, to the last bit, at the time at which the clock stood.
  const morning = await openServer("--data", data, "--fixture", csv);
  const after = await look(morning);
  expect(after).toEqual(before);
  expect(after.series).toMatchObject([{ name: "19-PT-1", unit: "bar", description: "Wellhead pressure" }]);
  expect(after.history).toMatchObject([{ changes: { description: { newValue: "Wellhead pressure" } } }]);
  expect(after.subscriptions).toMatchObject([{ id }]);
  for (const value of ['"value":0.1,', '"value":-0', '"value":5e-324', '"value":0.30000000000000004']) {
    expect(after.json).toContain(value);
  }
  expect(after.protobuf.data[0]!.values.map(({ value }) => value.value)).toContain(-0);

  // What was on its way arrives; an id that was used is not used again.
  await morning.send("POST", "/__mock/clock", '{"advance":"1s"}');
  expect(new TextDecoder().decode(await morning.send("GET", points))).toContain('"totalCount":5');
  const again = (await morning.ask("POST", "/", '{"name":"new","facility":"AHA"}')).data.items[0]!;
  expect(again["id"]).not.toBe(made["id"]);
  expect(await morning.stop()).toBe(0);
});
