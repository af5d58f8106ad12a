import { GrowingBytes } from "./growing-bytes.ts";

/** Writes Protobuf's wire format (protobuf.dev/programming-guides/encoding). */
export class WireWriter {
  readonly #body = new GrowingBytes();
  readonly #utf8 = new TextEncoder();

  /** What has been written: a view that the next write may leave behind. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#body.bytes;
  }

  clear(): void {
    this.#body.clear();
  }

  /** @param high the upper 32 bits; both halves are unsigned */
  writeVarint(low: number, high = 0): void {
    while (high !== 0 || low > 0x7f) {
      this.#body.appendByte((low & 0x7f) | 0x80);
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#body.appendByte(low);
  }

  writeFixed64(low: number, high: number): void {
    for (const word of [low, high]) {
      for (let shift = 0; shift < 32; shift += 8) this.#body.appendByte((word >>> shift) & 0xff);
    }
  }

  /** A field with a string. */
  writeText(tag: number, text: string): void {
    this.writeBytes(tag, this.#utf8.encode(text));
  }

  /** A field with the bytes of a message. */
  writeBytes(tag: number, bytes: Uint8Array): void {
    this.writeVarint(tag);
    this.writeVarint(bytes.length);
    this.#body.append(bytes);
  }
}
