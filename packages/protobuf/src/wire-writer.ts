import { itemTags } from "./tags.ts";
import { doubleBytes, doubleHead, emptyBytes, emptyHead } from "./usual-values.ts";
import { varintLength } from "./varint-words.ts";

/** Writes Protobuf's wire format (protobuf.dev/programming-guides/encoding) into memory of exactly the size it takes. */
export class WireWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
  position = 0;

  constructor(byteLength: number) {
    this.bytes = new Uint8Array(byteLength);
    this.view = new DataView(this.bytes.buffer);
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

/** How many bytes {@link WireWriter.writeInteger} writes. */
export function integerLength(low: number, high: number): number {
  return 3 + varintLength(low, high);
}
