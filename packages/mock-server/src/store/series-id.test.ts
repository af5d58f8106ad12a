import { describe, expect, test } from "vitest";
import { createSeriesId } from "./series-id.ts";

describe("createSeriesId", () => {
  test("gives 40 000 series 40 000 GUIDs", () => {
    const ids = new Set<string>();
    for (const facility of ["1219", "SNA"]) {
      for (let i = 0; i < 20_000; i++) ids.add(createSeriesId(1, facility, `${facility}-PT-${i}`));
    }
    expect(ids.size).toBe(40_000);
    for (const id of [...ids].slice(0, 1000)) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });

  test("depends on seed, facility and name, not on the case of the facility", () => {
    const id = createSeriesId(1, "asgb", "a");
    expect(createSeriesId(1, "ASGB", "a")).toBe(id);
    expect(createSeriesId(2, "asgb", "a")).not.toBe(id);
    expect(createSeriesId(1, "sna", "a")).not.toBe(id);
    expect(createSeriesId(1, "asgb", "A")).not.toBe(id);
  });
});
