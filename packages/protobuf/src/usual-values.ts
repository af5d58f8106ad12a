// How values look on the wire when nothing is unusual about them. First come the tag of `values` (22), the length of
// the message and the tag of its one member: here as the low bytes of a little-endian word.

/** 22 0A 08, then nine bytes of a varint: an int64 from 2^56 to 2^63 - 1, as is every time from 1972 to 2262. */
export const timeHead = 0x080a22;
export const timeBytes = 12;

/** 22 09 11, then eight bytes: a double. */
export const doubleHead = 0x110922;
export const doubleBytes = 11;

/** 22 02 18, then one byte: a uint32 below 128. */
export const shortStatusBytes = 4;
/** 22 03 18, then two bytes: a uint32 below 16 384, such as 192 = good. */
export const statusBytes = 5;

/** 22 00: an empty value. */
export const emptyHead = 0x0022;
export const emptyBytes = 2;

// The top bit of a byte of a varint says whether another byte follows. In words of four bytes:

/** Those bits of all four bytes. Set in all, the varint goes on; set in all but the highest, it ends here. */
export const topBits: number = 0x80808080 | 0;
export const topBitsAtEnd = 0x00808080;
/** That bit of the highest byte: where three bytes of a head come before the first byte of a varint. */
export const topBit: number = 0x80000000 | 0;

/** The high word of the NaN that stands for "no value"; its low word is 0. */
export const highNaN = 0x7ff80000;
