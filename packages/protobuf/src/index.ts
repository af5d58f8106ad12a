export { createDecoder } from "./decoder.ts";
export { encodeResponse } from "./encode-response.ts";
export { protobuf } from "./format.ts";
