import { OmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse, DatapointsResponseItem, Decoder } from "@omnia-timeseries/core";
import { GrowingBytes } from "./growing-bytes.ts";
import { ItemDecoder } from "./item-decoder.ts";
import type { TableOptions } from "./table.ts";
import { responseTags } from "./tags.ts";
import { WireReader } from "./wire-reader.ts";

/** How many bytes of a chunk are added to a field that the chunk before has cut, before it is tried again. */
const carryStep = 64;
/** A longer chunk is read in parts, so that positions in it are 32-bit integers to the fast loops. */
const maxPartBytes = 2 ** 30;

export interface StreamDecoderOptions extends TableOptions {
  /** How many bytes a text or a value may have. */
  readonly maxCarryBytes: number;
}

/**
 * Decodes one `CompactDatapointsDto` while its bytes arrive, from the chunks as they are: only a field that the end of
 * a chunk cuts is copied, to be completed from the next chunk.
 */
export class StreamDecoder implements Decoder {
  readonly #options: StreamDecoderOptions;
  readonly #reader: WireReader;
  readonly #items: DatapointsResponseItem[] = [];
  #item: ItemDecoder | undefined;
  #continuationToken = "";
  /** The first bytes of a field that is not whole yet. */
  readonly #carry: GrowingBytes = new GrowingBytes();
  /** How many bytes have arrived, and how many of them are decoded; more than that when what comes is of no interest. */
  #arrived = 0;
  #decoded = 0;
  #isSpent = false;

  constructor(options: StreamDecoderOptions) {
    this.#options = options;
    this.#reader = new WireReader(options.maxCarryBytes, () =>
      this.#item === undefined ? "" : `, ${this.#item.place}`,
    );
  }

  push(chunk: Uint8Array): void {
    this.#begin();
    for (let start = 0; start < chunk.length; start += maxPartBytes) {
      // One class of array for all that follows: code that meets a Buffer as well is slower.
      const length = Math.min(maxPartBytes, chunk.length - start);
      this.#pushPart(new Uint8Array(chunk.buffer, chunk.byteOffset + start, length));
    }
    this.#isSpent = false;
  }

  finish(): DatapointsResponse {
    this.#begin();
    if (this.#item !== undefined || this.#decoded !== this.#arrived) {
      throw new OmniaError("incomplete", `The Protobuf answer ends inside a field, after ${this.#arrived} bytes.`);
    }
    return {
      items: this.#items,
      ...(this.#continuationToken !== "" && { continuationToken: this.#continuationToken }),
    };
  }

  #begin(): void {
    if (this.#isSpent) {
      throw new OmniaError("decode", "This Protobuf decoder has finished or failed; each answer needs its own.");
    }
    this.#isSpent = true;
  }

  #pushPart(bytes: Uint8Array): void {
    const partStart = this.#arrived;
    this.#arrived += bytes.length;
    for (let copied = 0; this.#carry.length > 0 && copied < bytes.length;) {
      const more = bytes.subarray(copied, copied + Math.max(carryStep, this.#carry.length));
      this.#carry.append(more);
      copied += more.length;
      if (this.#decode(this.#carry.bytes) > 0) this.#carry.clear();
    }
    if (this.#carry.length === 0 && this.#decoded < this.#arrived) {
      const rest = bytes.subarray(this.#decoded - partStart);
      this.#carry.append(rest.subarray(this.#decode(rest)));
    }
  }

  /** Decodes the next bytes as far as fields are whole, and returns how many bytes that were. */
  #decode(bytes: Uint8Array): number {
    const reader = this.#reader;
    reader.load(bytes, this.#decoded);
    for (;;) {
      if (this.#item !== undefined) {
        const item = this.#item.decode(reader);
        if (item === undefined) break;
        this.#items.push(item);
        this.#item = undefined;
      }
      reader.messageEnd = Number.POSITIVE_INFINITY;
      const start = reader.position;
      if (start >= bytes.length || !reader.readField() || !this.#takeField(reader)) {
        reader.position = start;
        break;
      }
    }
    this.#decoded += reader.position;
    return reader.position;
  }

  #takeField(reader: WireReader): boolean {
    if (reader.tag === responseTags.data) {
      this.#item = new ItemDecoder(this.#items.length, reader.offset + reader.contentEnd, this.#options);
      return true;
    }
    if (reader.tag !== responseTags.continuationToken) return reader.skipUnknown(responseTags.lastField);
    if (!reader.hasContent()) return false;
    this.#continuationToken = reader.takeText();
    return true;
  }
}
