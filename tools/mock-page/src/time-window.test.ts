import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitWindow, moveWindow, windowOf, zoomWindow } from "./time-window.ts";

const day = 86_400_000;
const window = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 10_000, max: 400 * day }))
  .map(([start, length]) => ({ start, end: start + length }));

describe("a window", () => {
  test("that was zoomed out and in again by two is the same, but for a rounding", () => {
    fc.assert(
      fc.property(window, fc.double({ min: 0, max: 1, noNaN: true }), ({ start, end }, part) => {
        const around = start + part * (end - start);
        const back = zoomWindow(zoomWindow({ start, end }, 2, around), 0.5, around);
        expect(Math.abs(back.start - start)).toBeLessThanOrEqual(2);
        expect(Math.abs(back.end - end)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("that is moved keeps its length", () => {
    fc.assert(
      fc.property(window, fc.double({ min: -1, max: 1, noNaN: true }), ({ start, end }, part) => {
        const moved = moveWindow({ start, end }, part);
        expect(moved.end - moved.start).toBe(end - start);
        expect(Math.abs(moved.start - (start + part * (end - start)))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is always one that the API can be asked for: not empty, whole milliseconds, years of four digits", () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e16, max: 1e16 });
    fc.assert(
      fc.property(any, any, (start, end) => {
        const limited = limitWindow({ start, end });
        expect(limited.end).toBeGreaterThan(limited.start);
        for (const time of [limited.start, limited.end]) expect(new Date(time).toISOString()).toMatch(/^\d{4}-/);
      }),
    );
  });

  test("of a range ends with the last point, which is in it; of everything it has the first one too", () => {
    expect(windowOf(0, 10 * day, day)).toEqual({ start: 9 * day + 1, end: 10 * day + 1 });
    expect(windowOf(0, 10 * day, undefined)).toEqual({ start: 0, end: 10 * day + 1 });
    expect(windowOf(day, day, undefined)).toEqual({ start: day - 1_800_000, end: day + 1_800_000 });
  });
});
