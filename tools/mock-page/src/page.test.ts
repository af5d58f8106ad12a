import { expect, test } from "vitest";
import { buildPage } from "./build-page.ts";

test("the page is one light document that loads nothing, with the licence of what is in it", async () => {
  const page = await buildPage();
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(100_000);
  expect(page).toContain("Permission is hereby granted, free of charge");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script/g)).toHaveLength(1);
  expect(page.match(/\b(?:src|href)="[^"#]*"/g)).toEqual(['href="data:,"']);
  expect(page).not.toMatch(/url\(|@import/);
  expect(page.match(/https?:\/\/[^"'` ]+/g)).toEqual(["http://www.w3.org/2000/svg"]);
});
