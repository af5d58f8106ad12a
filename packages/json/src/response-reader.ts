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

/** The next part of JSON's grammar. */
type Expected = "value" | "name" | ":" | "," | "nothing";

/**
 * JSON's grammar (RFC 8259), step by step: a step is a bracket, a comma, a colon, a string, number or literal, or rows.
 * Between two steps the bytes may end and go on elsewhere. What the steps mean is for the builder.
 */
export class ResponseReader {
  readonly #builder: ResponseBuilder;
  #expected: Expected = "value";
  /** Whether the innermost bracket may close instead: behind an element, and where there is none yet. */
  #mayClose = false;
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
    const { bytes } = source;
    const end = bytes.length;
    do {
      while (source.at < end && isSpace(bytes[source.at]!)) source.at++;
    } while (source.at < end && this.#step(source, bytes[source.at]!));
  }

  /** @returns false when the bytes end inside the step; nothing has then happened */
  #step(source: ByteSource, byte: number): boolean {
    const expected = this.#expected;
    const closing = this.#closing.at(-1);
    if (this.#mayClose && byte === closing) {
      this.#closing.pop();
      this.#builder.close();
      return this.#pass(source, this.#closing.length === 0 ? "nothing" : ",");
    }
    if (expected === "value") return this.#readValue(source, byte);
    if (expected === "name" && byte === quote) return this.#readName(source);
    if (expected === ":" && byte === colon) return this.#pass(source, "value");
    if (expected === "," && byte === comma) return this.#pass(source, closing === closingBrace ? "name" : "value");
    throw syntaxError("it is not JSON", source, this.#builder);
  }

  /** Goes behind a byte. */
  #pass(source: ByteSource, expected: Expected): true {
    source.at++;
    return this.#expect(expected);
  }

  #expect(expected: Expected): true {
    this.#expected = expected;
    this.#mayClose = expected === ",";
    return true;
  }

  #readName(source: ByteSource): boolean {
    const end = stringEnd(source.bytes, source.at);
    if (end < 0) return false;
    this.#builder.name = parseJson(source, end, this.#builder) as string;
    return this.#expect(":");
  }

  #readValue(source: ByteSource, byte: number): boolean {
    const builder = this.#builder;
    const { bytes } = source;
    if (source.position + source.at === 0 && byte === 0xef) {
      // A byte order mark, as a whole, or nothing that JSON knows.
      if (bytes.length < 3) return false;
      if (bytes[1] === 0xbb && bytes[2] === 0xbf) {
        source.at = 3;
        return true;
      }
    }
    const isObject = byte === openingBrace;
    if (isObject && builder.isInRows) {
      if (!builder.readRows(source)) return false;
    } else if (isObject || byte === openingBracket) {
      if (this.#closing.length === maxDepth) throw syntaxError(`over ${maxDepth} brackets are open`, source, builder);
      builder.open(!isObject);
      this.#closing.push(isObject ? closingBrace : closingBracket);
      this.#pass(source, isObject ? "name" : "value");
      return (this.#mayClose = true);
    } else {
      let end = byte === quote ? stringEnd(bytes, source.at) : wordEnd(bytes, source.at);
      // Such an answer is wrong however it goes on.
      if (end < 0 && this.#closing.length === 0) end = bytes.length;
      if (end < 0) return false;
      builder.addValue(parseJson(source, end, builder));
    }
    return this.#expect(",");
  }
}
