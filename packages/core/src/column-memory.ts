import type { ColumnMemory } from "./format.ts";
import { OmniaError } from "./omnia-error.ts";

/** New memory for every column. What is given back is let go at once, and not only when a collector comes by. */
export const newMemory: ColumnMemory = {
  take: (byteLength) => new ArrayBuffer(byteLength),
  give: (buffer) => void buffer.transfer(0),
};

/** @throws OmniaError `invalid-argument` when the memory is less than asked for */
export function takeMemory(memory: ColumnMemory, byteLength: number): ArrayBuffer {
  const buffer = memory.take(byteLength);
  if (buffer.byteLength < byteLength) {
    const found = `memory.take(${byteLength}) returned a buffer of ${buffer.byteLength} bytes.`;
    throw new OmniaError("invalid-argument", found);
  }
  return buffer;
}

/** Memory that is lent for one page and taken back before the next. */
export interface ReusedMemory extends ColumnMemory {
  /** Takes back everything that was lent; columns made of it are overwritten from now on. */
  reclaim(): void;
}

export function createReusedMemory(): ReusedMemory {
  const free: ArrayBuffer[] = [];
  const lent = new Set<ArrayBuffer>();
  const release = (buffer: ArrayBuffer): void => {
    lent.delete(buffer);
    free.push(buffer);
  };
  return {
    take(byteLength) {
      // The smallest that is large enough, so that a small column does not hold a large one's memory.
      free.sort((a, b) => a.byteLength - b.byteLength);
      const fitting = free.findIndex((buffer) => buffer.byteLength >= byteLength);
      const [buffer = new ArrayBuffer(byteLength)] = fitting === -1 ? [] : free.splice(fitting, 1);
      lent.add(buffer);
      return buffer;
    },
    give: release,
    reclaim() {
      for (const buffer of lent) release(buffer);
    },
  };
}
