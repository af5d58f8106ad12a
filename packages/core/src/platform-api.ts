// What a package for another API of the platform is built of; `@omnia-timeseries/core/platform-api`.
export type { Api } from "./api.ts";
export { createTransport } from "./transport.ts";
export type { Transport } from "./transport.ts";
export { createRestClient } from "./rest.ts";
export { createEnvironments } from "./environments.ts";
export { createItemsReader } from "./items-reader.ts";
export { readItems, readItemsPage } from "./read-items.ts";
export { readJson } from "./read-json.ts";
export { readMessage } from "./read-message.ts";
