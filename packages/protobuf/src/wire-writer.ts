import { itemTags } from "./tags.ts";
import { doubleBytes, doubleHead, emptyBytes, emptyHead } from "./usual-values.ts";
import { varintLength } from "./varint-words.ts";

/** Writes Protobuf's wire format (protobuf.dev/programming-guides/encoding) into one piece of memory. */
export class WireWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
  position = 0;

  /** @param maxByteLength how many bytes are written at most */
  constructor(maxByteLength: number) {
    this.bytes = new Uint8Array(maxByteLength);
    this.view = new DataView(this.bytes.buffer);
  }

  /** What has been written. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.position);
  }

  /** @param high the upper 32 bits; of both halves the bits count, not the sign */
  writeVarint(low: number, high = 0): void {
    let rest = low >>> 0;
    let highRest = high >>> 0;
    while (highRest !== 0 || rest > 0x7f) {
      this.bytes[this.position++] = (rest & 0x7f) | 0x80;
      rest = ((rest >>> 7) | (highRest << 25)) >>> 0;
      highRest >>>= 7;
    }
    this.bytes[this.position++] = rest;
  }

  /** A field with a text or a message. */
  writeBytes(tag: number, bytes: Uint8Array): void {
    this.writeVarint(tag);
    this.writeVarint(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  /**
   * A field with a message, whose length is known only when it is written.
   *
   * @param maxLength how long it is at most
   */
  writeMessage(tag: number, maxLength: number, writeContent: () => void): void {
    this.writeVarint(tag);
    const lengthAt = this.position;
    const contentAt = lengthAt + varintLength(maxLength);
    this.position = contentAt;
    writeContent();
    const length = this.position - contentAt;
    this.position = lengthAt;
    this.writeVarint(length);
    // A length far below the bound takes fewer bytes than were left free for it.
    if (this.position < contentAt) this.bytes.copyWithin(this.position, contentAt, contentAt + length);
    this.position += length;
  }

  /** A value of `values` with an integer of 64 bits. */
  writeInteger(tag: number, low: number, high: number): void {
    this.writeVarint(itemTags.values);
    this.writeVarint(1 + varintLength(low, high));
    this.writeVarint(tag);
    this.writeVarint(low, high);
  }

  /** A value of `values` with a double. */
  writeDouble(number: number): void {
    this.view.setInt32(this.position, doubleHead, true);
    this.view.setFloat64(this.position + doubleBytes - 8, number, true);
    this.position += doubleBytes;
  }

  /** A value of `values` with nothing. */
  writeEmpty(): void {
    this.view.setInt16(this.position, emptyHead, true);
    this.position += emptyBytes;
  }
}

/** How many bytes a field with a text or a message takes; all tags here are one byte. */
export function fieldLength(contentLength: number): number {
  return 1 + varintLength(contentLength) + contentLength;
}
