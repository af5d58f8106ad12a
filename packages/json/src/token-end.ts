const quote = 0x22;
const backslash = 0x5c;

/** JSON's white space (RFC 8259 section 2). */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Where the string that opens at `start` ends, behind its closing quote; -1 when that has not arrived. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at++;
  }
  return -1;
}

/** Where the number or literal that begins at `start` ends; -1 when that has not arrived. */
export function wordEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    // 0-9 and + - . are all that else stands in one; a slash is for `JSON.parse` to refuse.
    if (!isLetter && (byte < 0x2b || byte > 0x39 || byte === 0x2c)) return at;
  }
  return -1;
}

/**
 * Where the object that opens at `start` ends, behind its closing brace; -1 when that has not arrived. Only strings and
 * the number of open brackets are looked at: whether it is JSON is for `JSON.parse`.
 *
 * @returns `undefined` when more than `maxDepth` brackets are open at once
 */
export function objectEnd(bytes: Uint8Array, start: number, maxDepth: number): number | undefined {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    // Brackets and braces differ in this bit only.
    const bracket = byte | 0x20;
    if (byte === quote) {
      const end = stringEnd(bytes, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (bracket === 0x7b) {
      if (++depth > maxDepth) return undefined;
    } else if (bracket === 0x7d && --depth === 0) {
      return at + 1;
    }
  }
  return -1;
}
