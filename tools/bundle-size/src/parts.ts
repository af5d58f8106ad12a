import type { Imports } from "./bundle.ts";

/** Something that a bundle has only where it was asked for. */
export interface Part {
  /** The beginning of the names of its modules (see `moduleName`), or of external modules. */
  readonly startsWith: string;
  /** The imports that may bring it at once. */
  readonly atStart: Imports;
  /** The imports that may bring it later, by `import()`. */
  readonly later: Imports;
  readonly why: string;
}

const core = "@omnia-timeseries/core";
const mockServer: Imports = { "@omnia-timeseries/mock-server": "*", "@omnia-timeseries/mock-server/node": "*" };

/** A function beside the client, with modules of `core` that nothing else needs. */
function beside(functions: readonly string[], modules: readonly string[]): Part[] {
  const imports = { [core]: functions };
  const why = "A function beside the client is left out where it is not imported.";
  return modules.map((name) => ({ startsWith: `core/${name}.js`, atStart: imports, later: imports, why }));
}

/** A package, for those who import it and for the mock server, which speaks for every API and in every format. */
function packageOf(name: string, ...entries: readonly string[]): Part {
  const own = entries.map((entry) => [`@omnia-timeseries/${name}${entry}`, "*"] as const);
  const imports = { ...Object.fromEntries(own), ...mockServer };
  const why = `Only those who import @omnia-timeseries/${name} get it.`;
  return { startsWith: `${name}/`, atStart: imports, later: imports, why };
}

function encoderOf(name: string): Part {
  const imports = { [`@omnia-timeseries/${name}`]: ["encodeResponse"], ...mockServer };
  const why = "Who reads needs no encoder of answers.";
  return { startsWith: `${name}/encode-response.js`, atStart: imports, later: imports, why };
}

const readManys = ["readMany", "readManyAggregates"];
const plots = ["readForPlot"];
const calendars = ["readCalendarAggregates"];
const writes = ["writeMany", "createWriter"];

/** What must not come along unasked. A test names modules of `core` that have no row. */
export const parts: readonly Part[] = [
  {
    startsWith: "node:",
    atStart: { "@omnia-timeseries/mock-server/node": "*" },
    later: mockServer,
    why: "A page has no Node modules. The mock server loads them with listen() and with files, which a page never uses.",
  },
  {
    startsWith: "@azure/",
    atStart: {},
    later: { "@omnia-timeseries/auth": "*" },
    why: "@azure/identity is large, and loaded when the first token is asked for.",
  },
  {
    startsWith: "@bufbuild/protobuf",
    atStart: { "@omnia-timeseries/protobuf/messages": "*" },
    later: mockServer,
    why: "The decoder of Protobuf needs no messages.",
  },
  {
    startsWith: "openapi-fetch",
    atStart: {},
    later: {
      [core]: ["createTimeseriesClient"],
      [`${core}/platform-api`]: "*",
      "@omnia-timeseries/ims": "*",
      "@omnia-timeseries/alarm-events": "*",
    },
    why: "Only client.rest needs it (docs/decisions/008).",
  },
  packageOf("auth", ""),
  packageOf("json", ""),
  packageOf("protobuf", "", "/messages"),
  packageOf("ims", "", "/operations"),
  packageOf("alarm-events", "", "/operations"),
  packageOf("mock-server"),
  encoderOf("json"),
  encoderOf("protobuf"),
  ...beside(readManys, ["read-many"]),
  ...beside(["readManyAggregates"], ["read-many-aggregates"]),
  ...beside(["readManyFirst", "readManyLatest"], ["read-many-first-latest"]),
  ...beside([...readManys, "readManyFirst", "readManyLatest", ...writes], ["run-many"]),
  ...beside(["planRead"], ["plan-read"]),
  ...beside(plots, ["read-for-plot", "plot-rows", "plot-intervals", "plot-points"]),
  ...beside(["alignSeries"], ["align-series"]),
  ...beside(["toPlotColumns"], ["plot-columns"]),
  ...beside(calendars, ["calendar-aggregates", "period-totals"]),
  ...beside(["dayWindow", "monthWindow"], ["day-window"]),
  ...beside([...calendars, "dayWindow", "monthWindow"], ["time-zone", "calendar-periods"]),
  ...beside(["writeMany"], ["write-many"]),
  ...beside(["createWriter"], ["create-writer"]),
  ...beside(writes, ["split-writes", "run-writes", "write-report"]),
  ...beside(["findTimeseries"], ["find-timeseries"]),
];
