import { parseArgs } from "node:util";

/** What a run is asked to do. */
export interface Options {
  /** Undefined for the mock server alone. */
  readonly service?: {
    readonly target: string;
    readonly id: string;
    readonly name?: string;
    readonly facility?: string;
  };
  readonly jsonFile?: string;
  readonly pauseMs: number;
}

export const usage = `pnpm conformance                                  all cases, against a mock server
pnpm conformance --target test --id <guid>        the cases that only read, against the service and a mock server

  --target test|prod|<url>   which service; sign-in by AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET,
                             or by what DefaultAzureCredential finds
  --id <guid>                a series with points, to be read
  --name, --facility         its own, where its metadata does not say them
  --pause <ms>               between two requests, by default 250
  --json <file>              where to write the report as JSON`;

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const text = { type: "string" } as const;

/** @throws Error with a sentence for the user; undefined means that help is asked for */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean" },
      target: text,
      id: text,
      name: text,
      facility: text,
      pause: text,
      json: text,
    },
  });
  if (values.help === true) return undefined;
  const { target, id, name, facility, pause = "250", json } = values;
  if (!/^\d{1,6}$/.test(pause)) throw new Error(`--pause is a number of milliseconds, not ${JSON.stringify(pause)}.`);
  const shared = { pauseMs: Number(pause), ...(json === undefined ? {} : { jsonFile: json }) };
  if (target === undefined) {
    if (id !== undefined) throw new Error("--id is given, but no --target: say which service to read.");
    return shared;
  }
  if (id === undefined) throw new Error("--target is given, but no --id: say which series to read.");
  if (!guid.test(id)) throw new Error(`--id is the GUID of a series, not ${JSON.stringify(id)}.`);
  const names = { ...(name === undefined ? {} : { name }), ...(facility === undefined ? {} : { facility }) };
  return { ...shared, service: { target, id, ...names } };
}
