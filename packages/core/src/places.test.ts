import { expect, test } from "vitest";
import { createPlaces } from "./places.ts";

/** Lets `count` in or wait. @returns who has come in, in order */
function enterAll(places: ReturnType<typeof createPlaces>, count: number): number[] {
  const { signal } = new AbortController();
  const inside: number[] = [];
  for (let i = 0; i < count; i++) void places.enter(signal).then(() => inside.push(i));
  return inside;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("who waits comes in when one leaves, and when there is one place more", async () => {
  const places = createPlaces(4);
  places.halve();
  const inside = enterAll(places, 6);
  await settle();
  expect(inside).toEqual([0, 1]);
  places.grow();
  await settle();
  expect(inside).toEqual([0, 1, 2]);
  places.leave();
  await settle();
  expect(inside).toEqual([0, 1, 2, 3]);
});

test("who is inside stays where places are taken away; the others wait until so many have left", async () => {
  const places = createPlaces(4);
  const inside = enterAll(places, 5);
  await settle();
  places.halve();
  for (const expected of [
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
  ]) {
    places.leave();
    await settle();
    expect(inside).toEqual(expected);
  }
});

test("there is always one place, and never more than there were", async () => {
  const places = createPlaces(3);
  for (let i = 0; i < 9; i++) places.halve();
  const one = enterAll(places, 3);
  await settle();
  expect(one).toEqual([0]);
  for (let i = 0; i < 9; i++) places.grow();
  const more = enterAll(places, 3);
  await settle();
  expect([...one, ...more]).toEqual([0, 1, 2]);
});
