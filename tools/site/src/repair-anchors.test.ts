import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repairAnchors } from "./repair-anchors.ts";

test("a link to a second heading that is not there leads to the first; others stay", () => {
  const folder = mkdtempSync(join(tmpdir(), "anchors-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  write("a.md", "# Once\n## Twice\n## Twice\n[1](#once-1) [2](#twice-1) [3](#gone-1)");
  write("b.md", "[1](a.md#once-1) [2](./a.md#twice-1) [3](#once-1)");
  repairAnchors(folder);
  expect(readFileSync(join(folder, "a.md"), "utf8").split("\n").at(-1)).toBe("[1](#once) [2](#twice-1) [3](#gone-1)");
  expect(readFileSync(join(folder, "b.md"), "utf8")).toBe("[1](a.md#once) [2](./a.md#twice-1) [3](#once-1)");
});
