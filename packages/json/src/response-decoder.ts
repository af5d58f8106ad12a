import { OmniaError } from "@omnia-timeseries/core";
import type { Decoder } from "@omnia-timeseries/core";
import { ByteSource } from "./byte-source.ts";
import { Carry } from "./carry.ts";
import { syntaxError } from "./parse-json.ts";
import { ResponseBuilder } from "./response-builder.ts";
import type { ResponseBuilderOptions } from "./response-builder.ts";
import { ResponseReader } from "./response-reader.ts";

/**
 * Cuts the chunks of an answer into what its reader takes: all that is whole of each chunk where it stands, and what the
 * end of a chunk has cut together with its rest, in the carry.
 */
export function createResponseDecoder(options: ResponseBuilderOptions & { readonly maxCarryBytes: number }): Decoder {
  const { maxCarryBytes } = options;
  const builder = new ResponseBuilder(options);
  const reader = new ResponseReader(builder);
  const carry = new Carry();
  /** Bytes of the answer that have been read. */
  let position = 0;
  let isSpent = false;

  const read = (bytes: Uint8Array, start = 0): number => {
    const source = new ByteSource(bytes, start, position);
    reader.read(source);
    position += source.at;
    return source.at;
  };

  /** Completes the carry from the beginning of a chunk. @returns how many bytes of the chunk are read or carried now */
  const completeCarry = (chunk: Uint8Array): number => {
    let added = 0;
    while (carry.length > 0 && added < chunk.length) {
      const before = carry.length;
      // A little that may be enough, but never little against what is carried, which is read again.
      const more = chunk.subarray(added, added + Math.max(before, 128));
      carry.append(more);
      added += more.length;
      if (carry.length < carry.nextTry && carry.length <= maxCarryBytes) continue;
      const count = read(carry.bytes);
      if (count >= before) {
        // From here on the chunk itself is read: what of it was carried along and not read does not count.
        added -= carry.length - count;
        carry.drop(carry.length);
      } else {
        carry.drop(count);
        checkCarry();
      }
    }
    return added;
  };

  /** What is carried may not be long, and must be UTF-8 as far as it came. */
  const checkCarry = (): void => {
    const start = new ByteSource(carry.bytes, 0, position);
    if (carry.length > maxCarryBytes) throw syntaxError(`over ${maxCarryBytes} bytes are cut`, start, builder);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(carry.bytes, { stream: true });
    } catch (cause) {
      throw syntaxError("it is not UTF-8", start, builder, cause);
    }
  };

  // Not set back after an error: what failed stays spent.
  const begin = (): void => {
    if (isSpent) throw new OmniaError("decode", "This decoder has finished; each answer needs its own.");
    isSpent = true;
  };

  return {
    push(chunk) {
      begin();
      let at = completeCarry(chunk);
      if (at < chunk.length) {
        at += read(chunk, at);
        carry.append(chunk.subarray(at));
        checkCarry();
      }
      isSpent = false;
    },
    finish() {
      begin();
      // Some of what waits for more may be whole.
      if (carry.length > 0) carry.drop(read(carry.bytes));
      checkCarry();
      if (carry.length > 0 || !reader.isComplete) {
        throw new OmniaError("incomplete", `The JSON answer ends after ${position + carry.length} bytes.`);
      }
      return builder.finish();
    },
  };
}
