import type { OmniaError } from "@omnia-timeseries/core";
import type { ByteSource } from "./byte-source.ts";
import { maxDepth } from "./max-depth.ts";
import { parseJson, syntaxError } from "./parse-json.ts";
import type { ResponseBuilder } from "./response-builder.ts";
import { isSpace, stringEnd, wordEnd } from "./token-end.ts";

const colon = 0x3a;
const comma = 0x2c;
const quote = 0x22;
const openingBracket = 0x5b;
const closingBracket = 0x5d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/** The next part of JSON's grammar. A name or an element may be missing behind an opening bracket only. */
type Expected = "byte order mark" | "value" | "element or ]" | "name or }" | "name" | ":" | ", or end" | "nothing";

/**
 * JSON's grammar (RFC 8259), step by step: a step is a bracket, a comma, a colon, a string, number or literal, or rows.
 * Between two steps the bytes may end and go on elsewhere. What the steps mean is for the builder.
 */
export class ResponseReader {
  readonly #builder: ResponseBuilder;
  #expected: Expected = "byte order mark";
  /** The brackets that are open, from the outside in: closing ones that match. */
  readonly #closing: number[] = [];

  constructor(builder: ResponseBuilder) {
    this.#builder = builder;
  }

  /** Whether the answer has ended, so that no more than white space may come. */
  get isComplete(): boolean {
    return this.#expected === "nothing";
  }

  /**
   * Reads all steps that are whole.
   *
   * @throws OmniaError `decode` as soon as this cannot be an answer
   */
  read(source: ByteSource): void {
    const { bytes, end } = source;
    if (this.#expected === "byte order mark" && !this.#passByteOrderMark(source)) return;
    do {
      while (source.at < end && isSpace(bytes[source.at]!)) source.at++;
    } while (source.at < end && this.#step(source, bytes[source.at]!));
  }

  /** @returns false when the bytes end inside the step; nothing has then happened */
  #step(source: ByteSource, byte: number): boolean {
    switch (this.#expected) {
      case "name or }":
        return byte === closingBrace ? this.#close(source) : this.#readName(source, byte);
      case "name":
        return this.#readName(source, byte);
      case ":":
        if (byte !== colon) throw this.#notJson(source);
        return this.#pass(source, "value");
      case "element or ]":
        return byte === closingBracket ? this.#close(source) : this.#readValue(source, byte);
      case ", or end":
        if (byte === this.#closing.at(-1)) return this.#close(source);
        if (byte !== comma) throw this.#notJson(source);
        return this.#pass(source, this.#closing.at(-1) === closingBrace ? "name" : "value");
      case "nothing":
        throw this.#notJson(source);
      default:
        return this.#readValue(source, byte);
    }
  }

  #pass(source: ByteSource, expected: Expected): true {
    source.at++;
    this.#expected = expected;
    return true;
  }

  #passByteOrderMark(source: ByteSource): boolean {
    const mark = [0xef, 0xbb, 0xbf];
    const arrived = source.bytes.subarray(0, mark.length);
    if (arrived.every((byte, i) => byte === mark[i])) {
      if (arrived.length < mark.length) return false;
      source.at = mark.length;
    }
    this.#expected = "value";
    return true;
  }

  #readName(source: ByteSource, byte: number): boolean {
    if (byte !== quote) throw this.#notJson(source);
    const end = stringEnd(source.bytes, source.at);
    if (end < 0) return false;
    this.#builder.name = parseJson(source, end, this.#builder) as string;
    this.#expected = ":";
    return true;
  }

  #readValue(source: ByteSource, byte: number): boolean {
    const builder = this.#builder;
    if (byte === openingBrace && builder.isInRows) {
      if (!builder.readRows(source)) return false;
    } else if (byte === openingBrace || byte === openingBracket) {
      const isArray = byte === openingBracket;
      if (this.#closing.length === maxDepth) throw syntaxError(`over ${maxDepth} brackets are open`, source, builder);
      builder.open(isArray);
      this.#closing.push(isArray ? closingBracket : closingBrace);
      return this.#pass(source, isArray ? "element or ]" : "name or }");
    } else {
      let end = byte === quote ? stringEnd(source.bytes, source.at) : wordEnd(source.bytes, source.at);
      // Such an answer is wrong however it goes on.
      if (end < 0 && this.#closing.length === 0) end = source.end;
      if (end < 0) return false;
      builder.addValue(parseJson(source, end, builder));
    }
    this.#expected = ", or end";
    return true;
  }

  #close(source: ByteSource): true {
    this.#closing.pop();
    this.#builder.close();
    return this.#pass(source, this.#closing.length === 0 ? "nothing" : ", or end");
  }

  #notJson(source: ByteSource): OmniaError {
    return syntaxError("it is not JSON", source, this.#builder);
  }
}
