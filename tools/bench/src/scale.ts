/** How much is measured. */
export interface Scale {
  /** The short form proves that everything runs and that results are equal; it judges nothing. */
  readonly isShort: boolean;
  readonly rounds: number;
  /** How long one contestant's turn of a round takes at least; 0 for a single call. */
  readonly turnMs: number;
  /** How long it runs before that without being counted. */
  readonly warmUpMs: number;
  /** How many points are taken for `points`. */
  readonly size: (points: number) => number;
}

export function createScale(isShort: boolean): Scale {
  return isShort
    ? { isShort, rounds: 2, turnMs: 1, warmUpMs: 0, size: (points) => Math.ceil(points / 100) }
    : { isShort, rounds: 13, turnMs: 200, warmUpMs: 300, size: (points) => points };
}
