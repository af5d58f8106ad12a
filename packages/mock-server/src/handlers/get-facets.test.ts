import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createExamples } from "../examples.ts";
import { createMockServer } from "../mock-server.ts";
import { ask, imsSubscriptions, timeseries } from "../wire.test-support.ts";

interface Facets {
  data: { items: { facility?: string; source?: string; count: number }[] };
}
interface List {
  data: { items: Record<string, string>[] };
}

const facilities = ["1191", "ASGB", "asgb", "1219", "SNA"];
const sources = ["IMS", "FLOTILLA", "test"];
const allSeries = fc.array(
  fc.record({ facility: fc.constantFrom(...facilities), source: fc.constantFrom(...sources) }),
  { maxLength: 12 },
);

describe("facets", () => {
  test("count what a list with the same filters finds, and miss nothing", async () => {
    await fc.assert(
      fc.asyncProperty(allSeries, fc.constantFrom(...facilities, undefined), async (given, filter) => {
        const series = given.map((one, i) => ({ ...one, name: `s${i}` }));
        const server = createMockServer({ auth: "none", series });
        const query = filter === undefined ? "" : `?facility=${filter}`;
        const counted = (await ask<Facets>(server, "GET", `${timeseries}/facets/source${query}`)).json.data.items;
        const found = (await ask<List>(server, "GET", `${timeseries}/${query}`)).json.data.items;
        const expected = sources.flatMap((source) => {
          const count = found.filter((item) => item["source"] === source).length;
          return count === 0 ? [] : [{ source, count }];
        });
        const byName = (a: { source?: string }, b: { source?: string }) => (a.source! < b.source! ? -1 : 1);
        expect(counted.toSorted(byName)).toEqual(expected.toSorted(byName));
      }),
      { numRuns: 30 },
    );
  });

  test("series of one facility count together, under the code that came first", async () => {
    const series = [
      { name: "a", facility: "ASGB", source: "IMS" },
      { name: "b", facility: "1191", source: "IMS" },
      { name: "c", facility: "1219", source: "IMS" },
      { name: "d", facility: "SNA" },
    ];
    const server = createMockServer({ auth: "none", series });
    const facets = async (path: string) => (await ask<Facets>(server, "GET", timeseries + path)).json.data.items;
    expect(await facets("/facets/facility")).toEqual([
      { facility: "ASGB", count: 2 },
      { facility: "1219", count: 1 },
      { facility: "SNA", count: 1 },
    ]);
    expect(await facets("/facets/facility?source=IMS")).toEqual([
      { facility: "ASGB", count: 2 },
      { facility: "1219", count: 1 },
    ]);
    expect(await facets("/facets/source?facility=sna")).toEqual([{ source: "test", count: 1 }]);
  });

  test("there are no others", async () => {
    expect((await ask(createMockServer({ auth: "none" }), "GET", `${timeseries}/facets/unit`)).status).toBe(400);
  });
});

describe("counters of facilities", () => {
  test("count IMS subscriptions, by whichever code of the facility", async () => {
    const series = [{ name: "s", facility: "1219" }];
    const server = createMockServer({ ...createExamples(0), auth: "none", series });
    await ask(server, "POST", `${imsSubscriptions}/`, [{ uId: "ASGB-1030" }, { uId: "ASGB-1031" }]);
    const counters = async (path: string) => (await ask<List>(server, "GET", timeseries + path)).json.data.items;
    const none = { tsdbExportEnabled: 0, dlExportEnabled: 0, totalImsSubscriptions: 0 };
    const two = { tsdbExportEnabled: 2, dlExportEnabled: 2, totalImsSubscriptions: 2 };
    expect(await counters("/facility/counters")).toEqual([
      { facility: "1219", ...none },
      { facility: "1191", ...two },
    ]);
    expect(await counters("/facility/asgb/counters")).toEqual([{ facility: "asgb", ...two }]);
    expect(await counters("/facility/SNA/counters")).toEqual([{ facility: "SNA", ...none }]);
    expect((await ask(server, "GET", `${timeseries}/facility/nowhere/counters`)).status).toBe(404);
  });
});
