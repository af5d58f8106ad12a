import type { ColumnMemory } from "@omnia-timeseries/core";

/** Memory that is dirty, a little larger than asked for, and counted. */
export class CountingMemory implements ColumnMemory {
  readonly #given: ArrayBuffer[] = [];
  /** What is taken and not given back, now and at its highest, and what had to be made anew. */
  heldBytes = 0;
  peakBytes = 0;
  madeBytes = 0;

  take(byteLength: number): ArrayBuffer {
    let buffer = this.#given.find((given) => given.byteLength >= byteLength);
    if (buffer === undefined) {
      buffer = new ArrayBuffer(byteLength + 8);
      this.madeBytes += buffer.byteLength;
    } else this.#given.splice(this.#given.indexOf(buffer), 1);
    new Uint8Array(buffer).fill(0xa5);
    this.heldBytes += buffer.byteLength;
    this.peakBytes = Math.max(this.peakBytes, this.heldBytes);
    return buffer;
  }

  give(buffer: ArrayBuffer): void {
    this.#given.push(buffer);
    this.heldBytes -= buffer.byteLength;
  }
}
