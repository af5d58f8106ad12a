import { expect, test } from "vitest";
import { replaceRegion } from "./marked-region.ts";

const page = (text: string): string =>
  `# A\n\n<!-- sizes: written by \`pnpm sizes\` -->\n\n${text}<!-- /sizes -->\n\nB\n`;

test("only what is between the marks is replaced", () => {
  const first = replaceRegion(page(""), "one", "README.md");
  expect(first).toBe(page("one\n\n"));
  expect(replaceRegion(first, "two", "README.md")).toBe(page("two\n\n"));
});

test.each(["", page("").replace("<!-- /sizes -->", ""), page("").replace("written", "made")])(
  "a page without both marks is refused",
  (text) => {
    expect(() => replaceRegion(text, "one", "a/README.md")).toThrow(
      "a/README.md has no place for the sizes. Put these",
    );
  },
);
