import { expect, test } from "vitest";
import { githubSlug } from "./github-slug.ts";

// As GitHub has them on its pages.
test.each([
  ["Whole histories", "whole-histories"],
  ["What they keep, and what they do not", "what-they-keep-and-what-they-do-not"],
  ["In a container, and for browsers", "in-a-container-and-for-browsers"],
  ["@azure/identity 4.14", "azureidentity-414"],
  ["a - b", "a---b"],
  ["getDatapoints()", "getdatapoints"],
  ["snake_case", "snake_case"],
  ["Målinger", "målinger"],
])("%s: #%s", (heading, slug) => {
  expect(githubSlug(heading)).toBe(slug);
});
