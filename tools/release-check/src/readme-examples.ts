import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scope } from "./local-registry.ts";
import type { WorkspacePackage } from "./workspace.ts";

/** The sets of our packages that READMEs tell users to install, each once, sorted. */
export function readCombinations(
  repository: string,
  packages: readonly WorkspacePackage[],
): readonly (readonly string[])[] {
  const readmes = ["README.md", ...packages.map(({ name }) => `packages/${name}/README.md`)];
  const commands = readmes
    .map((file) => join(repository, file))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").match(/^npm install .*$/gm) ?? []);
  const sets = commands.map((command) =>
    [...command.matchAll(new RegExp(`${scope}/([a-z-]+)`, "g"))].map(([, name]) => name!).toSorted(),
  );
  return [...new Map(sets.filter((names) => names.length > 0).map((names) => [names.join(), names])).values()];
}

/** The first example of the README of the repository: a client that signs in and reads. */
export function readFirstExample(repository: string): string {
  const text = readFileSync(join(repository, "README.md"), "utf8");
  const example = [...text.matchAll(/```ts\n(.*?)```/gs)]
    .map(([, code]) => code!)
    .find((code) => code.includes("createTimeseriesClient("));
  if (example === undefined) throw new Error("README.md has no TypeScript block that calls createTimeseriesClient.");
  return example;
}

/** What the example prints, by the text of the README itself and the points of `exampleService`. */
export const exampleOutput =
  "{ time: 1727263834898000000n, value: 246.56, status: 192 }\n2 { time: 1727263834898000000n, value: 246.56, status: 192 }\n";

/**
 * A program that runs `example.js` beside it, with the service, and the sign-in of `@azure/identity`,
 * played by the mock server that is installed there.
 */
export const exampleService = `
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createMockServer } from "${scope}/mock-server";

const server = createMockServer({
  series: [
    {
      id: "91f945d3-be34-4f8c-a43f-e00a3a2d9cfc",
      name: "1219-PT-1234",
      facility: "1219",
      datapoints: [
        { time: "2024-09-25T11:30:33.898Z", value: 246.12 },
        { time: "2024-09-25T11:30:34.898Z", value: 246.56 },
      ],
    },
  ],
});
await server.listen({ port: 0 });
setDefaultCACertificates([...getCACertificates("default"), server.ca]);
Object.assign(process.env, {
  AZURE_AUTHORITY_HOST: server.authority,
  AZURE_TENANT_ID: server.tenantId,
  AZURE_CLIENT_ID: server.clientId,
  AZURE_CLIENT_SECRET: server.clientSecret,
});
globalThis.fetch = server.fetch;
await import("./example.js");
await server.close();
`;
