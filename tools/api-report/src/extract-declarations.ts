import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import type { Entry } from "./list-entries.ts";

/** What the declarations are read with: as strict as a user may be. */
const compilerOptions = {
  target: "ES2023",
  lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable", "ESNext.Disposable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ["node"],
  skipLibCheck: true,
};

function createConfig(folder: string, { types }: Entry, reports: string): ExtractorConfig {
  const silent = { default: { logLevel: ExtractorLogLevel.None, addToApiReportFile: false } };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      compiler: { overrideTsconfig: { compilerOptions, include: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: "entry.api.md",
        reportFolder: reports,
        reportTempFolder: `${reports}/temporary`,
        // What is not exported but seen through an export changes the API as well.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: `${folder}/package.json`,
  });
}

/** The declarations in the report of API Extractor; docstrings may change without changing an API. */
function readDeclarations(report: string): readonly string[] {
  const [, code] = /```ts\n(.*)\n```/s.exec(report)!;
  return code!
    .replaceAll(/^ *\/\/ \(undocumented\)\n/gm, "")
    .replaceAll(/^\/\/ @public( \(undocumented\))?\n/gm, "")
    .replaceAll(/^\/\/ \(No @packageDocumentation .*\n/gm, "")
    .split("\n\n")
    .map((declaration) => declaration.trim())
    .filter((declaration) => declaration !== "");
}

/**
 * What each entry of a package declares, without documentation; what is not exported but seen through an export too.
 *
 * @throws Error when the declarations do not compile
 */
export function extractDeclarations(folder: string, entries: readonly Entry[]): readonly (readonly string[])[] {
  const reports = mkdtempSync(`${tmpdir()}/api-report-`);
  try {
    const configs = entries.map((entry) => createConfig(folder, entry, reports));
    const additionalEntryPoints = entries.map(({ types }) => types);
    const compilerState = CompilerState.create(configs[0]!, { additionalEntryPoints });
    return configs.map((config) => {
      const problems: string[] = [];
      const { succeeded } = Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback(message) {
          if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.formatMessageWithLocation(folder));
          message.handled = true;
        },
      });
      if (!succeeded) throw new Error(`The declarations of ${folder} cannot be read:\n${problems.join("\n")}`);
      return readDeclarations(readFileSync(config.reportFilePath, "utf8"));
    });
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
