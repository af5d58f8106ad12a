/** A contestant that writes. */
export interface WritingContestant {
  readonly name: string;
  readonly run: () => Uint8Array;
  readonly drop?: () => void;
}

/** @throws Error when the contestants do not all write the same bytes */
export function validateSameBytes(contestants: readonly WritingContestant[]): void {
  const [first, ...others] = contestants.map(({ name, run, drop }) => {
    const bytes = run();
    drop?.();
    return { name, bytes };
  });
  for (const { name, bytes } of others) {
    if (first === undefined || Buffer.compare(first.bytes, bytes) !== 0) {
      throw new Error(`${name} does not write what ${first?.name} writes.`);
    }
  }
}
