import { parseArgs } from "node:util";
import type { PlantOptions } from "./plants/plant.ts";

export const usage: string = `Usage: omnia-timeseries-mock-server [options]

Serves the Omnia Timeseries API and its sibling APIs (IMS, Alarm & Events) from memory, with one
example series and a few example tags and events. When it is ready it prints one line of JSON: url, authority,
tenantId, clientId, clientSecret, and ca, the path of the PEM file to trust for the authority. It runs until
SIGINT, SIGTERM or SIGHUP.

  --port <n>             port of the API, by default any free one
  --authority-port <n>   port of the sign-in, by default any free one
  --host <address>       address to listen on, by default 127.0.0.1; 0.0.0.0 in a container
  --allow-host <name>    a name by which requests may call this server, such as that of its container; localhost
                         and the address itself are good anyway. As often as there are names
  --cors none|<origin>   an origin whose pages may ask, by default any; none: no page. As often as there are origins
  --seed <n>             decides ids, by default 1 or that of the data file
  --redirect-uri <address>
                         address of a single-page application, such as http://localhost:5173/, where people come back
                         to from the sign-in page, with the clientId; the port of localhost does not count. As often as
                         there are addresses
  --auth tokens|none     none takes any bearer token, by default tokens
  --data <file>          keeps everything in this file: what it holds is there again, and it is written at the end and
                         on POST /__mock/save. It is made when there is none
  --fixture <file>       series, tags and events from JSON, or series from CSV, in place of the examples; where there
                         is a data file already it counts, and this does not. As often as there are files
  --plant <facility>[:<tags>]
                         a plant of 1000 tags, or of so many, ten years deep, whose points are computed; in place of
                         the examples, as --fixture. As often as there are plants
  --ca-file <file>       where the PEM file is while the server runs, by default a temporary file
  --help                 print this
`;

export interface CommandOptions {
  readonly help: boolean;
  readonly port: number;
  readonly authorityPort: number;
  readonly host: string;
  readonly allowHosts: readonly string[];
  readonly cors: boolean | readonly string[];
  readonly seed: number | undefined;
  readonly redirectUris: readonly string[];
  readonly auth: "tokens" | "none";
  readonly data: string | undefined;
  readonly fixtures: readonly string[];
  readonly plants: readonly PlantOptions[];
  readonly caFile: string | undefined;
}

function readNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new TypeError(`--${name}: ${JSON.stringify(text)} is not a whole number from 0 to ${max}.`);
}

function readPath(name: string, text: string | undefined): string | undefined {
  if (text !== "") return text;
  throw new TypeError(`--${name}: the path is empty.`);
}

function readPlant(text: string): PlantOptions {
  const [, facility = "", tags] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (facility === "") throw new TypeError(`--plant: ${JSON.stringify(text)} is not <facility> or <facility>:<tags>.`);
  return tags === undefined ? { facility } : { facility, tags: Number(tags) };
}

function readCors(texts: readonly string[]): boolean | readonly string[] {
  if (texts.length === 0) return true;
  if (!texts.includes("none")) return texts;
  if (texts.length === 1) return false;
  throw new TypeError("--cors: none does not go with an origin.");
}

/** @throws TypeError for what cannot be understood, as `parseArgs` does */
export function readOptions(): CommandOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      "authority-port": { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      "allow-host": { type: "string", multiple: true, default: [] },
      cors: { type: "string", multiple: true, default: [] },
      seed: { type: "string" },
      "redirect-uri": { type: "string", multiple: true, default: [] },
      auth: { type: "string", default: "tokens" },
      data: { type: "string" },
      fixture: { type: "string", multiple: true, default: [] },
      plant: { type: "string", multiple: true, default: [] },
      "ca-file": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { auth, help } = values;
  if (auth !== "tokens" && auth !== "none") {
    throw new TypeError(`--auth: ${JSON.stringify(auth)} is neither tokens nor none.`);
  }
  return {
    help,
    auth,
    port: readNumber("port", values.port, 65_535),
    authorityPort: readNumber("authority-port", values["authority-port"], 65_535),
    host: values.host,
    allowHosts: values["allow-host"],
    cors: readCors(values.cors),
    seed: values.seed === undefined ? undefined : readNumber("seed", values.seed, 2 ** 32),
    redirectUris: values["redirect-uri"],
    data: readPath("data", values.data),
    fixtures: values.fixture,
    plants: values.plant.map(readPlant),
    caFile: readPath("ca-file", values["ca-file"]),
  };
}
