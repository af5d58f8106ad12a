/** Typed arrays keep numbers in the byte order of the host; almost every host today has the low bytes first. */
export const isHostLittleEndian: boolean = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
