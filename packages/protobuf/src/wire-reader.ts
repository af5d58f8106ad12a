import { OmniaError } from "@omnia-timeseries/core";

// Protobuf's own bounds: a tag is a uint32, also when it is padded; a message or a text is below 2 GiB.
const maxTagBytes = 5;
const maxLength = 2 ** 31 - 1;

/** Unknown content up to here is passed over only when it is here as a whole; longer content while it arrives. */
export const maxWholeBytes = 65_536;

// A leading U+FEFF is text here, not a byte order mark.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads Protobuf's wire format (protobuf.dev/programming-guides/encoding) from those bytes of an answer that are here.
 * What returns a boolean returns `false` when its bytes have not all arrived: the caller then goes back to where it
 * was, and tries again when there are more. All of it throws `decode` when the message ends first.
 */
export class WireReader {
  readonly #maxContentBytes: number;
  readonly #place: () => string;

  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where {@link bytes} begin in the whole answer. */
  offset = 0;
  /** The next byte. Beyond the end of {@link bytes} when what comes first is of no interest. */
  position = 0;
  /** Where the message ends that is being read; perhaps in bytes that are still to come. */
  messageEnd: number = Number.POSITIVE_INFINITY;

  /** The tag of the last field: number * 8 + wire type. */
  tag = 0;
  /** Low and high 32 bits of the number that was read last, each unsigned. */
  low = 0;
  high = 0;
  /** Where the content of the last length-delimited field ends. */
  contentEnd = 0;

  /**
   * @param maxContentBytes how long a text or a value may be
   * @param place where in the answer the reader is, for errors, such as `data[3], row 17`
   */
  constructor(maxContentBytes: number, place: () => string) {
    this.#maxContentBytes = maxContentBytes;
    this.#place = place;
  }

  /** Goes on in other bytes, which begin at `offset` of the whole answer. */
  load(bytes: Uint8Array, offset: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.offset = offset;
    this.position = 0;
  }

  /**
   * Reads a field's {@link tag}, and then its number into {@link low} and {@link high}. Of a length-delimited field it
   * stops before the content.
   *
   * @throws OmniaError `decode` for a field number outside 1 to 2^29 - 1, for groups, and for a field that runs over
   *   the end of its message
   */
  readField(): boolean {
    const start = this.position;
    if (!this.#readVarint()) return false;
    if (this.high !== 0 || this.low < 8) throw this.malformed("a tag has no valid field number");
    if (this.position - start > maxTagBytes) throw this.malformed(`a tag is longer than ${maxTagBytes} bytes`);
    this.tag = this.low;
    const wireType = this.tag & 7;
    if (wireType === 0) return this.#readVarint();
    if (wireType === 1) return this.#readFixed64();
    if (wireType === 2) return this.#readLength();
    if (wireType !== 5) {
      throw this.malformed(`field ${this.tag >>> 3} has the unsupported wire type ${wireType}`);
    }
    if (!this.#has(4)) return false;
    this.position += 4;
    return true;
  }

  /**
   * Whether the content of the last field is here as a whole.
   *
   * @throws OmniaError `decode` as soon as it claims more than the reader may wait for
   */
  hasContent(): boolean {
    const length = this.contentEnd - this.position;
    if (length > this.#maxContentBytes) {
      throw this.malformed(`a field of ${length} bytes is over the limit of ${this.#maxContentBytes}`);
    }
    return this.#has(length);
  }

  /** Takes the content of the last field, which must be here, as text. */
  takeText(): string {
    const content = this.bytes.subarray(this.position, this.contentEnd);
    this.position = this.contentEnd;
    try {
      return utf8.decode(content);
    } catch {
      throw this.malformed("a string is not UTF-8");
    }
  }

  /**
   * Passes over the last field, which its message does not have.
   *
   * @param lastField the highest field number that the message has; the numbers from 1 on are all its own
   * @throws OmniaError `decode` for one of its own fields, which then has a wrong wire type
   */
  skipUnknown(lastField: number): boolean {
    const field = this.tag >>> 3;
    const wireType = this.tag & 7;
    if (field <= lastField) throw this.malformed(`field ${field} has wire type ${wireType}`);
    return wireType !== 2 || this.skipContent();
  }

  /** Passes over the content of the last field, of which no more than {@link maxWholeBytes} need be here. */
  skipContent(): boolean {
    const length = this.contentEnd - this.position;
    if (length <= maxWholeBytes && !this.#has(length)) return false;
    this.position = this.contentEnd;
    return true;
  }

  /** An error that says where it is. */
  malformed(what: string): OmniaError {
    const at = this.offset + this.position;
    return new OmniaError("decode", `Malformed Protobuf answer at byte ${at}${this.#place()}: ${what}.`);
  }

  #readVarint(): boolean {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (!this.#has(1)) return false;
      const byte = this.bytes[this.position++]!;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      // The fifth byte has bits of both halves; of the tenth only one is left.
      if (shift === 28) high = bits >>> 4;
      else if (shift > 28) high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return true;
      }
    }
    throw this.malformed("a varint is longer than 10 bytes");
  }

  #readFixed64(): boolean {
    if (!this.#has(8)) return false;
    this.low = this.view.getUint32(this.position, true);
    this.high = this.view.getUint32(this.position + 4, true);
    this.position += 8;
    return true;
  }

  #readLength(): boolean {
    if (!this.#readVarint()) return false;
    if (this.high !== 0 || this.low > maxLength) throw this.malformed("a length is over 2 GiB");
    this.contentEnd = this.position + this.low;
    if (this.contentEnd > this.messageEnd) throw this.#overrun();
    return true;
  }

  /** Whether `count` bytes are here. */
  #has(count: number): boolean {
    const end = this.position + count;
    if (end > this.messageEnd) throw this.#overrun();
    return end <= this.bytes.length;
  }

  #overrun(): OmniaError {
    return this.malformed("a field runs over the end of its message");
  }
}
