/** The bytes that are read now, and how far they are read. */
export class ByteSource {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** Bytes of the answer that came before these. */
  readonly position: number;
  at = 0;

  /** @param chunk may be a Node `Buffer` or a view into a pool: of it only a plain view is used */
  constructor(chunk: Uint8Array, start: number, position: number) {
    this.bytes = new Uint8Array(chunk.buffer, chunk.byteOffset + start, chunk.length - start);
    this.view = new DataView(chunk.buffer, chunk.byteOffset + start, chunk.length - start);
    this.position = position;
  }
}
