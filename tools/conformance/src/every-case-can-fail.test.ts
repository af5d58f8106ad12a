// A case that cannot fail says nothing: each must find at least one server that is wrong on purpose.
import { createMockServer } from "@omnia-timeseries/mock-server";
import { describe, expect, test } from "vitest";
import { allCases } from "./cases/all-cases.ts";
import { catches } from "./catches.test-support.ts";
import { createContext } from "./suite/context.ts";
import { createCaseData, createMockTarget } from "./suite/mock-target.ts";
import { runCase } from "./suite/run-cases.ts";
import { wrongServers } from "./wrong-servers.test-support.ts";

test("each case is caught by one wrong server, and each wrong server catches", () => {
  const caught = Object.values(catches).flat();
  expect(caught.toSorted()).toEqual(allCases.map(({ name }) => name).toSorted());
  expect(Object.keys(catches).toSorted()).toEqual(Object.keys(wrongServers).toSorted());
});

const pairs = allCases.map((one) => ({
  ...one,
  wrong: Object.entries(catches).find(([, names]) => names.includes(one.name))?.[0] ?? "",
}));

describe.each(pairs)("$name", (one) => {
  test(`fails where ${one.wrong}`, async () => {
    const { options = {}, wrap = (fetch) => fetch } = wrongServers[one.wrong]!;
    const server = createMockServer({ ...createCaseData(Date.now()), ...options });
    const result = await runCase(one, createContext(createMockTarget(server, wrap(server.fetch))));
    expect(result.outcome).toBe("fact" in one.rests ? "fail" : "differs");
    expect(result.found).not.toContain("while it was checked");
  });
});
