export { createCaFile } from "./ca-file.ts";
export type { CaFile } from "./ca-file.ts";
export { loadData, lockData, saveData } from "./data/data.ts";
export { parseCsvFixture } from "./fixtures/parse-csv-fixture.ts";
export { readFixture } from "./fixtures/read-fixture.ts";
