import { maxTime, parseTime } from "@omnia-timeseries/core";
import { digitValue } from "./read-number.ts";

const nsPerDay = 86_400_000_000_000n;

/** Bytes of `{"time":"2021-02-01T09:54:05.4200000Z"`. */
export const timeLength = 38;

/**
 * Reads the beginning of a row as the service writes it, `{"time":"2021-02-01T09:54:05.4200000Z"`: the time in UTC with
 * seven fraction digits. The bytes of the date are compared with those of the row before, so that a calendar is needed
 * once a day only.
 */
export class TimeReader {
  // The date with the quote before it and the T behind it, as three words: "202, 1-02, -01T.
  #century = 0;
  #month = 0;
  #day = 0;
  /** Midnight of that date in nanoseconds since 1970, as two words. */
  #midnightHigh = 0;
  #midnightLow = 0;

  /**
   * @param at where {@link timeLength} bytes are
   * @param words the words of the column of times, low ones first; those of row `index` are written
   * @returns false when they are no such beginning
   */
  read(view: DataView, at: number, words: Int32Array, index: number): boolean {
    // {"ti, me":, "202, 1-02 and -01T: what is there in every row, and the date.
    const opening = (view.getInt32(at, true) ^ 0x6974227b) | (view.getInt32(at + 4, true) ^ 0x3a22656d);
    if (opening !== 0) return false;
    const century = view.getInt32(at + 8, true);
    const month = view.getInt32(at + 12, true);
    const day = view.getInt32(at + 16, true);
    if (((century ^ this.#century) | (month ^ this.#month) | (day ^ this.#day)) !== 0) {
      const text = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + 8, 12));
      const midnight = parseTime(/^"(.{10})T$/.exec(text)?.[1] ?? "");
      // No date, or a day that 64 bits of nanoseconds cannot hold from end to end.
      if (midnight === undefined || midnight > maxTime - nsPerDay) return false;
      this.#midnightLow = Number(BigInt.asUintN(32, midnight));
      this.#midnightHigh = Number(midnight >> 32n);
      this.#century = century;
      this.#month = month;
      this.#day = day;
    }

    // 09:5, 4:05, .420 and 0000 without what is there in every time: digits are 0 to 9 now, all else is 0. Adding 6
    // to a digit shows those that are above 9.
    const a = view.getInt32(at + 20, true) ^ 0x303a3030;
    const b = view.getInt32(at + 24, true) ^ 0x30303a30;
    const c = view.getInt32(at + 28, true) ^ 0x3030302e;
    const d = view.getInt32(at + 32, true) ^ 0x30303030;
    const wrong =
      ((a | (a + 0x06000606)) & 0xf0fff0f0) |
      ((b | (b + 0x06060006)) & 0xf0f0fff0) |
      ((c | (c + 0x06060600)) & 0xf0f0f0ff) |
      ((d | (d + 0x06060606)) & 0xf0f0f0f0) |
      // Z"
      (view.getInt16(at + 36, true) ^ 0x225a);
    if (wrong !== 0) return false;
    const hour = digitValue(a, 2);
    const minute = (a >>> 24) * 10 + (b & 15);
    const second = digitValue(b >>> 16, 2);
    if (hour > 23 || minute > 59 || second > 59) return false;
    const ticks = digitValue(c, 4) * 10_000 + digitValue(d, 4);

    // Less than 2^48 together, which a double holds. What is above 32 bits of it belongs to the high word.
    const low = this.#midnightLow + (hour * 3600 + minute * 60 + second) * 1e9 + ticks * 100;
    words[2 * index] = low;
    words[2 * index + 1] = this.#midnightHigh + Math.floor(low * 2 ** -32);
    return true;
  }
}
