import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { Datapoints } from "@omnia-timeseries/core";
import type { DatapointsResponse } from "@omnia-timeseries/core";
import { encodeResponse as encodeJson, json } from "@omnia-timeseries/json";
import { createMockServer } from "@omnia-timeseries/mock-server";
import { encodeResponse as encodeProtobuf, protobuf } from "@omnia-timeseries/protobuf";
import { createResponse, seriesId } from "../bodies.ts";
import { runChild, startChild } from "../child-process.ts";
import type { Claim, ClaimResult } from "../claim.ts";
import { createDurationTable } from "../duration-table.ts";
import type { Goal } from "../goal.ts";
import { createMockOptions, signRequest } from "../mock-requests.ts";
import type { SignedRequest } from "../mock-requests.ts";
import { createPoints } from "../points.ts";
import { measure } from "../rounds.ts";
import type { Scale } from "../scale.ts";
import { ratios } from "../statistics.ts";

const command = fileURLToPath(new URL("bundle/command.js", import.meta.resolve("@omnia-timeseries/mock-server")));

/** How many milliseconds a process of Node needs for its first line. */
async function timeFirstLine(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const elapsedMs = performance.now() - start;
  child.kill();
  await once(child, "exit");
  return elapsedMs;
}

async function measureStarts({ rounds }: Scale): Promise<Goal[]> {
  const inProcess: number[] = [];
  const asCommand: number[] = [];
  for (let round = 0; round < rounds; round++) {
    inProcess.push(await runChild<number>(new URL("../mock-ready-child.ts", import.meta.url), []));
    const node = await timeFirstLine(["--eval", "console.log()"]);
    asCommand.push((await timeFirstLine([command])) - node);
  }
  return [
    {
      name: "mock server in process: from createMockServer to the first answer to a signed request",
      unit: "ms",
      samples: inProcess,
      floor: { atMost: 50 },
    },
    {
      name: "mock server as a command: to its ready line, after Node's own start",
      unit: "ms",
      samples: asCommand,
      floor: { atMost: 300 },
    },
  ];
}

async function measureReset(scale: Scale): Promise<Goal> {
  const datapoints = Array.from({ length: 100 }, (_, i) => ({ time: new Date(Date.UTC(2026, 0, 1, 0, i)), value: i }));
  const series = Array.from({ length: 1000 }, (_, i) => ({ name: `1219-PT-${i}`, facility: "1219", datapoints }));
  const server = createMockServer({ series });
  const { "reset()": samples } = await measure([{ name: "reset()", run: () => server.reset() }], scale);
  return {
    name: "mock server: reset() with a thousand series",
    unit: "ms",
    samples: samples!,
    floor: { atMost: 1 },
  };
}

function ask({ url, headers }: SignedRequest, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { ...headers }, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The mock server answers ${response.statusCode}.`));
      response.resume().once("end", resolve);
    }).once("error", reject);
  });
}

/** One process asks, another answers: two cores. */
async function measureRate({ rounds, isShort }: Scale): Promise<Goal> {
  const { message, stop } = await startChild(new URL("../mock-serve-child.ts", import.meta.url), []);
  const request = message as SignedRequest;
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const durationMs = isShort ? 20 : 1000;
  const samples: number[] = [];
  for (let round = -1; round < rounds; round++) {
    let answers = 0;
    const start = performance.now();
    const askOn = async (): Promise<void> => {
      while (performance.now() - start < durationMs) {
        await ask(request, agent);
        answers++;
      }
    };
    await Promise.all(Array.from({ length: agent.maxSockets }, askOn));
    if (round >= 0) samples.push((answers * 1000) / (performance.now() - start));
  }
  agent.destroy();
  stop();
  return {
    name: "mock server over loopback: signed requests for the latest point",
    unit: "/s",
    samples,
    floor: { atLeast: 3000 },
  };
}

async function measurePage(
  scale: Scale,
  name: string,
  accept: string,
  encode: (response: DatapointsResponse) => Iterable<Uint8Array>,
): Promise<ClaimResult> {
  const length = scale.size(100_000);
  const points = createPoints(length);
  const server = createMockServer(createMockOptions(new Datapoints({ id: seriesId, ...points })));
  const { url, headers } = await signRequest(server, "http://mock.invalid", `data?limit=${length}&endTime=2027-01-01`);
  const read = async (): Promise<Uint8Array> => {
    const answer = await server.fetch(url, { headers: { ...headers, accept } });
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body!) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const contestants = [
    { name: "the encoder alone", run: () => Buffer.concat([...encode(createResponse(points))]) },
    { name: "a page of the mock server", run: read },
  ] as const;
  if (Buffer.compare(contestants[0].run(), await read()) !== 0) throw new Error("The mock server writes other bytes.");
  const durations = await measure(contestants, scale);
  return {
    goals: [
      {
        name: `mock server in process, a page of 100k points as ${name}, vs its encoder alone`,
        unit: "x",
        samples: ratios(durations["a page of the mock server"]!, durations["the encoder alone"]!),
        floor: { atMost: 2 },
      },
    ],
    tables: [createDurationTable(`A page of the mock server as ${name}, ${length} points`, durations, length)],
  };
}

/** How soon and how fast the mock server answers. */
export const mockServer: Claim = async (scale) => {
  const pages = [
    await measurePage(scale, "Protobuf", protobuf.accept, encodeProtobuf),
    await measurePage(scale, "JSON", json.accept, encodeJson),
  ];
  return {
    goals: [
      ...(await measureStarts(scale)),
      await measureReset(scale),
      await measureRate(scale),
      ...pages.flatMap(({ goals }) => goals),
    ],
    tables: pages.flatMap(({ tables }) => tables),
  };
};
