import { expect, test } from "vitest";
import { releasePlan } from "./release-plan.ts";
import { createRepository } from "./repository.test-support.ts";
import { readPackages } from "./workspace.ts";

const tagged = ["@omnia-timeseries/core@1.1.0", "@omnia-timeseries/json@1.0.0"];

test.each([
  ["version", '---\n"@omnia-timeseries/core": patch\n---\n\nText.\n', tagged],
  ["publish", undefined, ["@omnia-timeseries/core@1.0.0", "@omnia-timeseries/json@1.0.0"]],
  ["publish", undefined, []],
  ["nothing", undefined, tagged],
])("the next step is to %s: changeset %j, tags %j", (plan, changeset, tags) => {
  using repository = createRepository({ core: { version: "1.1.0" }, json: { version: "1.0.0" } }, changeset);
  expect(releasePlan(repository.folder, readPackages(repository.folder), tags)).toBe(plan);
});
