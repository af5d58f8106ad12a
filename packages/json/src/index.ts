export { createDecoder } from "./decoder.ts";
export type { JsonDecoderOptions } from "./decoder.ts";
export { encodeResponse } from "./encode-response.ts";
export { json } from "./format.ts";
