/** A contestant that writes. */
export interface WritingContestant {
  readonly name: string;
  /** Bytes, perhaps in pieces. */
  readonly run: () => Uint8Array | readonly Uint8Array[];
  readonly drop?: () => void;
}

/** @throws Error when the contestants do not all write the same bytes */
export function validateSameBytes(contestants: readonly WritingContestant[]): void {
  const [first, ...others] = contestants.map(({ name, run, drop }) => {
    const bytes = Buffer.concat([run()].flat());
    drop?.();
    return { name, bytes };
  });
  for (const { name, bytes } of others) {
    if (first === undefined || Buffer.compare(first.bytes, bytes) !== 0) {
      throw new Error(`${name} does not write what ${first?.name} writes.`);
    }
  }
}
