import { expect, test } from "vitest";
import { replaceRegion } from "./replace-region.ts";

const text = "# A\n\n<!-- sizes: written by a run -->\n\nold\n\n<!-- /sizes -->\n\nend\n";

test("what stands between the marks is replaced, and nothing else", () => {
  const replaced = replaceRegion(text, "sizes", "new $1");
  expect(replaced).toBe("# A\n\n<!-- sizes: written by a run -->\n\nnew $1\n\n<!-- /sizes -->\n\nend\n");
  expect(replaceRegion(replaced, "sizes", "new $1")).toBe(replaced);
});

test.each(["", text + text, text.replace("<!-- /sizes -->", "")])("a text without the marks is refused: %#", (bad) => {
  expect(() => replaceRegion(bad, "sizes", "new")).toThrow(/<!-- sizes: … --> and <!-- \/sizes -->/);
});
