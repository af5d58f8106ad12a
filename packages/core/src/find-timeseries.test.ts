import fc from "fast-check";
import { expect, test } from "vitest";
import { answerItems, createFakeClient, errorOf, refuse } from "./fake-client.test-support.ts";
import { findTimeseries } from "./find-timeseries.ts";

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly facility: string;
  readonly unit: string;
}

const store = (names: readonly string[]): Stored[] =>
  names.map((name, i) => ({ id: `id-${i}`, name, facility: "1219", unit: "bar" }));

/** A service that matches names without regard to case, so that the exact match is the client's own, and gives two a page. */
function createService(stored: readonly Stored[], pageLength = 2) {
  return createFakeClient((request) => {
    const { searchParams } = new URL(request.url);
    const name = searchParams.get("name")?.toLowerCase();
    const matching = stored.filter((item) => name === undefined || item.name.toLowerCase() === name);
    const from = Number(searchParams.get("continuationToken") ?? 0);
    const end = from + pageLength;
    return answerItems(matching.slice(from, end), end < matching.length ? String(end) : null);
  });
}

const name = fc.constantFrom("A", "a", "B", "C/1", "Ø 2", "100%", "__proto__");

test.each([
  ["few names", 1],
  ["many names", 120],
])("%s: each is found, missing or ambiguous, by its name as given", async (_, extra) => {
  const more = Array.from({ length: extra }, (_, i) => `more ${i}`);
  await fc.assert(
    fc.asyncProperty(fc.array(name), fc.array(name), async (stored, wanted) => {
      const items = store(stored);
      const names = [...wanted, ...more];
      const { client } = createService(items);
      const { found, missing, ambiguous } = await findTimeseries(client, { facility: "1219", names });
      const matches = (one: string) => items.filter((item) => item.name === one);
      const unique = [...new Set(names)];
      expect([...found]).toEqual(
        unique.filter((one) => matches(one).length === 1).map((one) => [one, matches(one)[0]]),
      );
      expect(missing).toEqual(unique.filter((one) => matches(one).length === 0));
      expect([...ambiguous]).toEqual(unique.filter((one) => matches(one).length > 1).map((one) => [one, matches(one)]));
    }),
    { numRuns: 30 },
  );
});

test("a request a name for few; one list for many", async () => {
  const few = createService(store(["A"]));
  await findTimeseries(few.client, { facility: "1219", names: ["A", "B", "A"] });
  expect(few.seen.map(({ target }) => target)).toEqual(["/?name=A&facility=1219", "/?name=B&facility=1219"]);
  const many = createService(store(["A"]), 10_000);
  await findTimeseries(many.client, { facility: "1219", names: Array.from({ length: 100 }, (_, i) => `n${i}`) });
  expect(many.seen.map(({ target }) => target)).toEqual(["/?facility=1219&limit=10000"]);
});

test("a list that may have been cut at its longest is not believed", async () => {
  const stored = store(Array.from({ length: 100_001 }, (_, i) => `n${i}`));
  const cut = createFakeClient((request) => {
    const { searchParams } = new URL(request.url);
    const one = searchParams.get("name");
    if (one !== null) return answerItems(stored.filter((item) => item.name === one));
    return answerItems(stored.slice(0, 100_000));
  });
  const names = stored.slice(-100).map((item) => item.name);
  const { found, missing } = await findTimeseries(cut.client, { facility: "1219", names });
  expect([found.size, missing]).toEqual([100, []]);
  expect(cut.seen).toHaveLength(101);
});

test("a failure is the result, and no more is asked", async () => {
  const { client, seen } = createFakeClient((request) =>
    new URL(request.url).searchParams.get("name") === "n0" ? refuse(403, "no") : answerItems([]),
  );
  const names = Array.from({ length: 50 }, (_, i) => `n${i}`);
  expect(await errorOf(findTimeseries(client, { facility: "1219", names }))).toMatchObject({ code: "forbidden" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  // A few others were on their way.
  expect(seen.length).toBeLessThan(12);
});

test.each([
  [{ facility: "", names: ["A"] }, "facility: names are looked for at one facility"],
  [{ facility: "1219", names: [] }, "names: at least 1 series is needed"],
  [{ facility: "1219", names: ["A", ""] }, "names[1]: a series is found by its name"],
])("refuses %j", async (parameters, rule) => {
  const { client, seen } = createService([]);
  expect((await errorOf(findTimeseries(client, parameters))).message).toContain(rule);
  expect(seen).toEqual([]);
});
