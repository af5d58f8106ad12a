// Each claim of the schedules is broken on purpose, and found out.
import type { Fetch } from "@omnia-timeseries/core";
import { expect, test } from "vitest";
import type { Plan, Step } from "./plan.test-support.ts";
import { play } from "./play.test-support.ts";
import type { ReadInput, ReadKind } from "./reads.test-support.ts";
import type { WriteInput, WriteKind } from "./writes.test-support.ts";

const id = "00000001-0000-4000-8000-000000000000";
const points = [1n, 2n, 3n].map((i) => ({ time: i * 1_000_000_000n, value: Number(i), status: 192 }));
const window = { ids: [id], startTime: 0n, endTime: 10_000_000_000n } as const;

const read = (kind: ReadKind): Step => {
  const input: ReadInput = { kind, ...window, name: "a", limit: 10, intervalSeconds: 1 };
  return { read: input };
};
const write = (kind: WriteKind, name = "b"): Step => {
  const added = [{ time: 4_000_000_000n, value: -0, status: 192 }];
  const input: WriteInput = { kind, ...window, name, unit: "bar", points: added, async: false };
  return { write: input };
};

const createPlan = (steps: readonly Step[]): Plan => ({
  format: "json",
  series: [{ id, name: "a", facility: "1219", datapoints: points }],
  schedule: { seed: 1, rate: 0, faults: [{ statusCode: 503 }] },
  limits: { concurrency: 8 },
  steps,
});

const changeText =
  (change: (text: string) => string) =>
  (fetch: Fetch): Fetch =>
  async (request) => {
    const response = await fetch(request);
    return new Response(change(await response.text()), response);
  };
const answer = (status: number): Response =>
  Response.json({ statusCode: status, message: "", traceId: "t" }, { status });

const lies: readonly (readonly [string, Step, (fetch: Fetch) => Fetch, string])[] = [
  [
    "a value is another",
    read("getDatapoints"),
    changeText((text) => text.replace('"value":2', '"value":2.5')),
    "not what is stored",
  ],
  [
    "a sign is lost",
    read("getFirstDatapoint"),
    changeText((text) => text.replace('"value":1', '"value":-1')),
    "not what is stored",
  ],
  ["a series is not found", read("getTimeseriesById"), () => async () => answer(404), "and should give"],
  ["a write is not done", write("writeData"), () => async () => answer(200), "does not hold what it should"],
  [
    "a write is done, and refused",
    write("writeData"),
    (fetch) => async (request) => {
      await fetch(request);
      return new Response(null, { status: 429, headers: { "retry-after": "100000" } });
    },
    "says that it was not",
  ],
  [
    "a series is created twice",
    write("postTimeseries"),
    (fetch) => async (request) => {
      await fetch(request.clone());
      return fetch(request);
    },
    "says that it was not",
  ],
  [
    "a write is done in part",
    write("getOrAddTimeseries"),
    (fetch) => async (request) => {
      const [first] = (await request.json()) as unknown[];
      await fetch(
        new Request(request.url, {
          headers: request.headers,
          method: "POST",
          body: JSON.stringify([first]),
        }),
      );
      return answer(504);
    },
    "in part or twice",
  ],
  [
    "a conflict is overlooked",
    write("postTimeseries", "a"),
    () => async () => Response.json({ data: { items: [{ id, name: "a", facility: "1219" }] } }),
    "should be refused",
  ],
  [
    "a timer is left",
    read("getTimeseriesById"),
    (fetch) => async (request) => {
      setTimeout(() => {}, 10_000);
      return fetch(request);
    },
    "timers are left behind",
  ],
];

test("a plan without lies is fine", async () => {
  await expect(play(createPlan(lies.map(([, step]) => step)))).resolves.toBeUndefined();
});

test.each(lies)("it is found out when %s", async (_, step, spoil, why) => {
  await expect(play(createPlan([step]), spoil)).rejects.toThrow(why);
});

test("a service that never answers ends in a typed error, when the time of the last try is over", async () => {
  await expect(
    play(createPlan([read("getTimeseriesById")]), () => () => new Promise(() => {})),
  ).resolves.toBeUndefined();
});
