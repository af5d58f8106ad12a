const nothing = new Uint8Array(0);

/** Bytes that are added at the end. The memory behind them doubles when it is full. */
export class GrowingBytes {
  #memory: Uint8Array<ArrayBuffer> = nothing;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes so far: a view that the next addition may leave behind. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const start = this.#length;
    this.#length += bytes.length;
    if (this.#length > this.#memory.length) {
      const memory = new Uint8Array(Math.max(this.#length, 2 * this.#memory.length));
      memory.set(this.#memory.subarray(0, start));
      this.#memory = memory;
    }
    this.#memory.set(bytes, start);
  }

  /** Begins again in the same memory. */
  clear(): void {
    this.#length = 0;
  }
}
