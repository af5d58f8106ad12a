/** Bytes that are added at the end. The memory behind them doubles when it is full. */
export class GrowingBytes {
  #memory: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  #length = 0;

  /** The bytes so far: a view that the next addition may leave behind. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const start = this.#add(bytes.length);
    this.#memory.set(bytes, start);
  }

  appendByte(byte: number): void {
    const start = this.#add(1);
    this.#memory[start] = byte;
  }

  /** Begins again in the same memory. */
  clear(): void {
    this.#length = 0;
  }

  /** Makes room for `count` bytes and returns where they begin. The memory may be another one afterwards. */
  #add(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#memory.length) {
      const memory = new Uint8Array(Math.max(this.#length, 2 * this.#memory.length));
      memory.set(this.#memory.subarray(0, start));
      this.#memory = memory;
    }
    return start;
  }
}
