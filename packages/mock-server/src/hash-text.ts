const starts = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const;
const multipliers = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/**
 * 128 bits, as four unsigned 32-bit numbers, that depend on every character: the same for the same
 * text, everywhere. For ids and checks, never for secrets.
 */
export function hashText(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [...starts];
  for (let i = 0; i < text.length; i++) {
    for (let lane = 0; lane < 4; lane++) {
      const mixed = lanes[lane]! ^ text.charCodeAt(i);
      lanes[lane] = Math.imul((mixed << 13) | (mixed >>> 19), multipliers[lane]!);
    }
  }
  // The last characters have not reached the low bits yet.
  for (let lane = 0; lane < 4; lane++) {
    let h = lanes[lane]! ^ text.length;
    h = Math.imul(h ^ (h >>> 16), multipliers[(lane + 1) % 4]!);
    h = Math.imul(h ^ (h >>> 15), multipliers[(lane + 2) % 4]!);
    lanes[lane] = (h ^ (h >>> 16)) >>> 0;
  }
  return lanes;
}
