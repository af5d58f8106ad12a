/** A 32-bit word turned left by `by` bits. */
function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** The function and the constant of each quarter of the 80 rounds. */
const quarters: readonly (readonly [mix: (b: number, c: number, d: number) => number, constant: number])[] = [
  [(b, c, d) => (b & c) | (~b & d), 0x5a827999],
  [(b, c, d) => b ^ c ^ d, 0x6ed9eba1],
  [(b, c, d) => (b & c) | (b & d) | (c & d), 0x8f1bbcdc],
  [(b, c, d) => b ^ c ^ d, 0xca62c1d6],
];

/**
 * The SHA-1 of a text's UTF-8, in hexadecimal: the id of an IMS tag is that of its uid. Web Crypto would answer
 * later, and not at all on pages without TLS. Source: RFC 3174.
 */
export function sha1(text: string): string {
  const message = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer((((message.length + 8) >> 6) + 1) * 64));
  message.forEach((byte, i) => padded.setUint8(i, byte));
  padded.setUint8(message.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, BigInt(message.length) * 8n);

  let state: [number, number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < padded.byteLength; block += 64) {
    const words = Array.from({ length: 16 }, (_, i) => padded.getInt32(block + i * 4));
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      if (i >= 16) words[i] = rotate(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
      const [mix, constant] = quarters[Math.floor(i / 20)]!;
      const next = (rotate(a, 5) + mix(b, c, d) + e + words[i]! + constant) | 0;
      [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
    }
    const [s0, s1, s2, s3, s4] = state;
    state = [s0 + a, s1 + b, s2 + c, s3 + d, s4 + e];
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
