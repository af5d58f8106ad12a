/** Carries that are shorter than this are tried with every byte that comes. */
const firstTry = 128;

/** The beginning of a string, number or row that the end of a chunk has cut. */
export class Carry {
  #memory: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  length = 0;
  /**
   * The length at which another try pays. It grows with what has been tried in vain, so that a long unit that comes
   * byte by byte costs no more than a multiple of its length.
   */
  nextTry = 0;

  /** A view that the next addition may leave behind. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.length);
  }

  append(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.#memory.length) {
      const memory = new Uint8Array(Math.max(length, 2 * this.#memory.length));
      memory.set(this.bytes);
      this.#memory = memory;
    }
    this.#memory.set(bytes, this.length);
    this.length = length;
  }

  /** Takes away the first `count` bytes, and waits for more. */
  drop(count: number): void {
    this.#memory.copyWithin(0, count, this.length);
    this.length -= count;
    this.nextTry = this.length < firstTry ? 0 : Math.ceil(this.length * 1.5);
  }
}
