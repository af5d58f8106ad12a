import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkContract } from "./check-contracts.ts";
import { contracts } from "./contracts.ts";

const openapi = (operationId: string, more = ""): string =>
  `openapi: 3.1.0\ninfo: { title: a, version: 1.0.0 }\npaths:\n  /a:\n    get:\n      operationId: ${operationId}\n      responses: { "200": { description: good } }\n${more}`;
const moreOpenapi = `  /b:\n    get:\n      operationId: getB\n      responses: { "200": { description: good } }\n`;
const proto = (field: string): string => `syntax = "proto3";\nmessage A {\n  ${field} a = 1;\n}\n`;
const moreProto = "message B {\n  string b = 1;\n}\n";

const kinds = [
  { kind: "OpenAPI", file: "specs/a/openapi.yaml", old: openapi("getA"), added: openapi("getA", moreOpenapi) },
  { kind: "proto", file: "specs/a/a.proto", old: proto("int64"), added: proto("int64") + moreProto },
];
const broken: Readonly<Record<string, string>> = { OpenAPI: openapi("getOther"), proto: proto("string") };

let root: string;
const git = (...args: string[]): string => {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" });
};
function write(file: string, text: string): void {
  mkdirSync(dirname(`${root}/${file}`), { recursive: true });
  writeFileSync(`${root}/${file}`, text);
}
const setVersion = (version: string): void => write("packages/a/package.json", JSON.stringify({ version }));
function release(tag: string): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", tag);
  git("tag", tag);
}
beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/breaking-test-`);
  git("init", "--quiet");
  write("specs/buf.yaml", "version: v2\nmodules:\n  - path: a\n");
  setVersion("1.2.0");
});
afterEach(() => rmSync(root, { recursive: true }));

describe.each(kinds)("$kind", ({ kind, file, old, added }) => {
  const check = (): ReturnType<typeof checkContract> => checkContract(root, { file, package: "a" });
  beforeEach(() => write(file, old));

  test("without a release there is nothing to break", () => {
    release("@omnia-timeseries/a@0.9.0");
    git("tag", "@omnia-timeseries/a@1.0.0-snapshot-1");
    git("tag", "@omnia-timeseries/b@1.0.0");
    write(file, broken[kind]!);
    expect(check()).toEqual({ isGood: true, said: expect.stringContaining("no tag of a release of a") });
  });

  test("what is added breaks nothing", () => {
    release("@omnia-timeseries/a@1.2.0");
    write(file, added);
    expect(check()).toEqual({ isGood: true, said: `${file}: breaks nothing of @omnia-timeseries/a@1.2.0.` });
  });

  test("what is changed breaks the last release, and the message says what to do", () => {
    write(file, broken[kind]!);
    release("@omnia-timeseries/a@1.9.0");
    write(file, old);
    release("@omnia-timeseries/a@1.10.0");
    write(file, broken[kind]!);
    const { isGood, said } = check();
    expect(isGood).toBe(false);
    expect(said).toMatch(kind === "proto" ? /type from "int64" to "string"/ : /changed from 'getA' to 'getOther'/);
    expect(said).toContain("users of @omnia-timeseries/a@1.10.0 rely on");
    expect(said).toContain("`pnpm changeset` with a major bump of @omnia-timeseries/a");
  });

  test.each([
    ["a changeset", () => write(".changeset/a.md", '---\n"@omnia-timeseries/a": major\n---\n\nChanged.\n'), true],
    ["the version", () => setVersion("2.0.0"), true],
    [
      "another package's changeset",
      () => write(".changeset/a.md", '---\n"@omnia-timeseries/b": major\n---\n\n"@omnia-timeseries/a": major\n'),
      false,
    ],
    ["a minor changeset", () => write(".changeset/a.md", '---\n"@omnia-timeseries/a": minor\n---\n\nMore.\n'), false],
  ])("whether the next release is a major one: %s", (_, announce, isGood) => {
    release("@omnia-timeseries/a@1.2.0");
    write(file, broken[kind]!);
    announce();
    expect(check().isGood).toBe(isGood);
  });

  test("a document that cannot be read is no break", () => {
    release("@omnia-timeseries/a@1.2.0");
    write(file, "}");
    expect(check).toThrow(new RegExp(`cannot compare ${file}`));
  });
});

test("each document of an API is in the list, with a package that is there", () => {
  const repository = fileURLToPath(new URL("../../..", import.meta.url));
  const documents = readdirSync(`${repository}/specs`, { recursive: true, encoding: "utf8" })
    .filter((file) => /openapi\.yaml$|\.proto$/.test(file))
    .map((file) => `specs/${file}`);
  expect(contracts.map(({ file }) => file).toSorted()).toEqual(documents.toSorted());
  expect(readdirSync(`${repository}/packages`)).toEqual(expect.arrayContaining(contracts.map((one) => one.package)));
});
