import type { Answer, Cell, Item } from "./answer.test-support.ts";

// A writer of its own, which takes every freedom that the wire format gives.

/** Takes a number from 0 to `below - 1` out of a random list. */
export type Choose = (below: number) => number;

export const chooser = (choices: readonly number[]): Choose => {
  let i = 0;
  return (below) => (choices.length === 0 ? 0 : choices[i++ % choices.length]! % below);
};

/** @param longest how many bytes padding may make of it */
function varint(value: bigint, choose: Choose, longest = 10): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); rest > 0n || bytes.length === 0; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn));
  }
  const length = choose(4) === 0 ? Math.max(bytes.length, 1 + choose(longest)) : bytes.length;
  while (bytes.length < length) bytes.push(0);
  return bytes.map((byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte));
}

const fixed = (value: bigint, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

const tag = (field: number, wireType: number, choose: Choose): number[] =>
  varint(BigInt(field * 8 + wireType), choose, 5);

export const delimited = (field: number, bytes: readonly number[], choose: Choose): number[] => [
  ...tag(field, 2, choose),
  ...varint(BigInt(bytes.length), choose, 5),
  ...bytes,
];

export const text = (field: number, string: string, choose: Choose): number[] =>
  delimited(field, Array.from(new TextEncoder().encode(string)), choose);

export function unknownField(choose: Choose): number[] {
  const field = [5, 15, 16, 2 ** 29 - 1][choose(4)]!;
  const noise = BigInt(choose(2 ** 31));
  if (choose(4) === 0) return [...tag(field, 0, choose), ...varint(noise, choose)];
  if (choose(3) === 0) return [...tag(field, 1, choose), ...fixed(noise, 8)];
  if (choose(2) === 0) return [...tag(field, 5, choose), ...fixed(noise, 4)];
  return delimited(field, fixed(noise, choose(9)), choose);
}

const sometimes = (bytes: () => number[], choose: Choose): number[] => (choose(4) === 0 ? bytes() : []);

function member(cell: NonNullable<Cell>, choose: Choose): number[] {
  if (cell.case === "double") return [...tag(2, 1, choose), ...fixed(cell.value, 8)];
  // Of a varint that is longer than its type, the lowest bits count.
  const excess = cell.case === "uint32" && choose(4) === 0 ? BigInt(choose(2 ** 31)) << 32n : 0n;
  return [...tag({ int64: 1, uint32: 3, uint64: 4 }[cell.case], 0, choose), ...varint(cell.value + excess, choose)];
}

export function value(cell: Cell, choose: Choose): number[] {
  const overruled = (): number[] =>
    member(
      { case: (["int64", "double", "uint32", "uint64"] as const)[choose(4)]!, value: BigInt(choose(1000)) },
      choose,
    );
  return [
    ...sometimes(() => unknownField(choose), choose),
    ...(cell === undefined ? [] : [...sometimes(overruled, choose), ...member(cell, choose)]),
    ...sometimes(() => unknownField(choose), choose),
  ];
}

/** The lists merged into one, each keeping its own order. */
function interleave(lists: readonly (readonly number[][])[], choose: Choose): number[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const bytes: number[] = [];
  while (rest.length > 0) {
    const i = choose(rest.length);
    bytes.push(...rest[i]!.shift()!);
    if (rest[i]!.length === 0) rest.splice(i, 1);
  }
  return bytes;
}

export function writeItem({ id, totalCount, fields, rows }: Item, choose: Choose): number[] {
  const total = (count: bigint): number[] => [...tag(2, 0, choose), ...varint(count, choose)];
  return interleave(
    [
      [sometimes(() => text(1, "overruled", choose), choose), text(1, id, choose)],
      [sometimes(() => total(42n), choose), total(totalCount)],
      fields.map((name) => text(3, name, choose)),
      rows.flat().map((cell) => delimited(4, value(cell, choose), choose)),
      [sometimes(() => unknownField(choose), choose)],
    ],
    choose,
  );
}

export function writeAnswer({ items, token }: Answer, choose: Choose): Uint8Array {
  const lists = [
    items.map((item) => delimited(1, writeItem(item, choose), choose)),
    [text(2, token, choose)],
    [sometimes(() => unknownField(choose), choose)],
  ];
  return Uint8Array.from(interleave(lists, choose));
}
