import { OmniaError } from "@omnia-timeseries/core";

// Protobuf's own bound for a message or a string.
const maxLength = 2 ** 31 - 1;

// A leading U+FEFF is text here, not a byte order mark.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads Protobuf's wire format (protobuf.dev/programming-guides/encoding) from the bytes of one whole answer. */
export class WireReader {
  readonly #bytes: Uint8Array;
  position = 0;
  /** Where the message ends that is being read. */
  #end: number;
  #depth = 0;
  /** Low and high 32 bits of the number that was read last, each unsigned. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** Whether the message that is being read has no more bytes. */
  get isAtEnd(): boolean {
    return this.position === this.#end;
  }

  /**
   * Reads a field's tag: number * 8 + wire type.
   *
   * @throws OmniaError `decode` for a field number outside 1 to 2^29 - 1
   */
  readTag(): number {
    this.readVarint();
    if (this.high !== 0 || this.low < 8) throw this.malformed("a tag has no valid field number");
    return this.low;
  }

  /** Reads up to 64 bits into {@link low} and {@link high}. */
  readVarint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#advance(1)]!;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      // The fifth byte has bits of both halves; of the tenth only one is left.
      if (shift === 28) high = bits >>> 4;
      else if (shift > 28) high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw this.malformed("a varint is longer than 10 bytes");
  }

  /** Reads 64 bits into {@link low} and {@link high}. */
  readFixed64(): void {
    const start = this.#advance(8);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + start, 8);
    this.low = view.getUint32(0, true);
    this.high = view.getUint32(4, true);
  }

  readText(): string {
    const length = this.#readLength();
    const start = this.#advance(length);
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw this.malformed("a string is not UTF-8");
    }
  }

  /** Reads a message inside the current one; `read` must take all of it. */
  readMessage<T>(read: () => T): T {
    const length = this.#readLength();
    const outerEnd = this.#end;
    const end = this.position + length;
    if (end > outerEnd) throw this.#overrun();
    this.#end = end;
    this.#depth++;
    const result = read();
    this.#depth--;
    this.#end = outerEnd;
    return result;
  }

  /** Passes over a length-delimited field. */
  skipBytes(): void {
    this.#advance(this.#readLength());
  }

  /**
   * Passes over a field that the message does not have.
   *
   * @param lastField the highest field number that the message has; the numbers from 1 on are all its own
   * @throws OmniaError `decode` for one of its own fields, which then has a wrong wire type, and for groups
   */
  skipUnknown(tag: number, lastField: number): void {
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (field <= lastField) throw this.malformed(`field ${field} has wire type ${wireType}`);
    if (wireType === 0) this.readVarint();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.skipBytes();
    else if (wireType === 5) this.#advance(4);
    else throw this.malformed(`field ${field} has the unsupported wire type ${wireType}`);
  }

  /** An error that says where it is. */
  malformed(what: string): OmniaError {
    return new OmniaError("decode", `Malformed Protobuf answer at byte ${this.position}: ${what}.`);
  }

  #readLength(): number {
    this.readVarint();
    if (this.high !== 0 || this.low > maxLength) throw this.malformed("a length is over 2 GiB");
    return this.low;
  }

  /** Moves on by `count` bytes and returns where they begin. */
  #advance(count: number): number {
    const start = this.position;
    if (start + count > this.#end) throw this.#overrun();
    this.position = start + count;
    return start;
  }

  /** Bytes may still come for the answer itself, but not for a message inside it that is here as a whole. */
  #overrun(): OmniaError {
    if (this.#depth > 0) return this.malformed("a field runs over the end of its message");
    return new OmniaError("incomplete", `The Protobuf answer ends inside a field, after ${this.#end} bytes.`);
  }
}
