import { readdirSync, readFileSync } from "node:fs";
import type { BundleSource, Imports } from "./bundle.ts";
import { root } from "./bundle.ts";

/** A row of the tables. */
export interface Bundle extends BundleSource {
  /** What is imported, in Markdown. */
  readonly name: string;
  /** The folder of the package whose README shows it; none for what an application puts together. */
  readonly packageFolder: string | undefined;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const scope = "@omnia-timeseries";
const core = `${scope}/core`;
const telemetry = "@opentelemetry/api";

/** All that a package exports, entry by entry. Its peer dependencies stay outside: the application has them. */
function entriesOf(packageFolder: string): Bundle[] {
  const text = readFileSync(`${root}/packages/${packageFolder}/package.json`, "utf8");
  const { name, exports, peerDependencies = {} } = JSON.parse(text) as Manifest;
  return Object.keys(exports).map((entry): Bundle => {
    const specifier = `${name}${entry.slice(1)}`;
    return {
      name: `all of \`${specifier}\``,
      packageFolder,
      imports: { [specifier]: "*" },
      platform: entry === "./node" ? "node" : "browser",
      external: Object.keys(peerDependencies),
    };
  });
}

/** What is read of one package, without `core`, which every reader has. */
function besideCore(packageFolder: string, name: string): Bundle {
  const imports = { [`${scope}/${packageFolder}`]: [name] };
  return { name: `\`${name}\``, packageFolder, imports, platform: "browser", external: [core] };
}

/** What an application imports, with everything that comes with it. */
function application(name: string, imports: Imports, packageFolder?: string): Bundle {
  return { name, packageFolder, imports, platform: "browser", external: [telemetry] };
}

function clientAnd(functions: readonly string[], others: Imports = {}): Imports {
  return { [core]: ["createTimeseriesClient", ...functions], ...others };
}

const json: Imports = { [`${scope}/json`]: ["json"] };
const protobuf: Imports = { [`${scope}/protobuf`]: ["protobuf"] };

/** What an application usually has. */
export const usualBundles: readonly Bundle[] = [
  application("`createTimeseriesClient`", clientAnd([]), "core"),
  application("client + `json`", clientAnd([], json)),
  application("client + `protobuf`", clientAnd([], protobuf)),
  application(
    "client + `protobuf` + `interactiveBrowser`",
    clientAnd([], { ...protobuf, [`${scope}/auth`]: ["interactiveBrowser"] }),
  ),
  application(
    "client + `protobuf` + `readForPlot` + `toPlotColumns`",
    clientAnd(["readForPlot", "toPlotColumns"], protobuf),
  ),
  application("client + `protobuf` + `readMany`", clientAnd(["readMany"], protobuf)),
  application("client + `writeMany`", clientAnd(["writeMany"])),
  application("`createImsMetadataClient`", { [`${scope}/ims`]: ["createImsMetadataClient"] }, "ims"),
  application("`createAlarmEventsClient`", { [`${scope}/alarm-events`]: ["createAlarmEventsClient"] }, "alarm-events"),
  application(
    "client + `json` + `createMockServer`",
    clientAnd([], { ...json, [`${scope}/mock-server`]: ["createMockServer"] }),
  ),
];

/** What each package adds to an application that has `core`. */
export const packageBundles: readonly Bundle[] = [
  besideCore("json", "json"),
  besideCore("protobuf", "protobuf"),
  ...readdirSync(`${root}/packages`).flatMap(entriesOf),
];
