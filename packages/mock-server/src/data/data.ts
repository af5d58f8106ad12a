export { loadData } from "./load-data.ts";
export { lockData } from "./lock-data.ts";
export { saveData } from "./save-data.ts";
