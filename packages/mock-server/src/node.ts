export { createCaFile } from "./ca-file.ts";
export type { CaFile } from "./ca-file.ts";
