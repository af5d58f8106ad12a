import { describe, expect, test } from "vitest";
import { createClock } from "./clock.ts";

describe("clock", () => {
  test("is its source plus what it was advanced by", () => {
    let real = 1000;
    const clock = createClock(() => real);
    clock.advance(500);
    clock.advance("2s");
    real = 1010;
    expect(clock.now()).toBe(3510);
    expect(clock.offset).toBe(2500);
  });

  test.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["15m", 900_000],
    ["1h", 3_600_000],
    ["2d", 172_800_000],
  ])("%s is %d ms", (text, ms) => {
    const clock = createClock(() => 0);
    clock.advance(text);
    expect(clock.now()).toBe(ms);
  });

  test.each(["", "h", "1", "1.5h", "-1h", "1w", -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %j", (by) => {
    expect(() => createClock().advance(by)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });

  test("stands still while frozen, and goes on from there", () => {
    let real = 0;
    const clock = createClock(() => real);
    clock.freeze();
    real = 100;
    expect(clock.now()).toBe(0);
    clock.advance(7);
    expect(clock.now()).toBe(7);
    clock.resume();
    real = 105;
    expect(clock.now()).toBe(12);
  });

  test("wakes sleepers when it is advanced, those alone whose time has come", async () => {
    const clock = createClock(() => 0);
    const woken: string[] = [];
    const hour = clock.sleep(3_600_000).then(() => woken.push("hour"));
    const day = clock.sleep(86_400_000).then(() => woken.push("day"));
    clock.advance("1h");
    await hour;
    expect(woken).toEqual(["hour"]);
    clock.advance("1d");
    await day;
    expect(woken).toEqual(["hour", "day"]);
  });

  test("says whether it stands still", () => {
    const clock = createClock();
    const states = [clock.isFrozen];
    clock.freeze();
    clock.advance("1h");
    states.push(clock.isFrozen);
    clock.resume();
    expect([...states, clock.isFrozen]).toEqual([false, true, false]);
  });

  test.each([1e300, "999999999999d", Date.UTC(2262, 0, 1)])("does not go by %s to where times end", (by) => {
    const clock = createClock(() => 0);
    expect(() => clock.advance(by)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect(clock.now()).toBe(0);
    clock.advance(Date.UTC(2261, 11, 31));
    expect(clock.now()).toBe(Date.UTC(2261, 11, 31));
  });

  test("sleeps in real time too", async () => {
    const clock = createClock();
    const started = performance.now();
    await clock.sleep(20);
    expect(performance.now() - started).toBeGreaterThan(15);
  });

  test("gives up with the reason of the signal, at once", async () => {
    const clock = createClock();
    const reason = new Error("enough");
    await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  test("lets nobody wait when it skips waits: it moves to the end of the first one, and no further", async () => {
    const clock = createClock(() => 1000);
    clock.skipWaits();
    const woken: number[] = [];
    const wait = async (ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(clock.now());
    };
    await Promise.all([wait(86_400_000), wait(10), wait(500)]);
    expect(woken).toEqual([1010, 1500, 86_401_000]);
    expect([clock.isFrozen, clock.now()]).toEqual([true, 86_401_000]);
    await wait(5);
    expect(clock.now()).toBe(86_401_005);
  });

  test("begins to skip with those who wait already, and stops when it is frozen or goes on", async () => {
    let real = 0;
    const clock = createClock(() => real);
    clock.freeze();
    const early = clock.sleep(3_600_000);
    clock.skipWaits();
    await early;
    expect(clock.now()).toBe(3_600_000);
    clock.freeze();
    let isOver = false;
    const late = clock.sleep(1000).then(() => (isOver = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([isOver, clock.now()]).toEqual([false, 3_600_000]);
    clock.resume();
    real = 400;
    expect(clock.now()).toBe(3_600_400);
    clock.advance(600);
    await late;
  });
});
