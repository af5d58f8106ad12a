export { operations } from "./gen/operations.ts";
export { servers } from "./gen/servers.ts";
export type { OperationId } from "./gen/operations.ts";
export type { components, operations as OperationTypes, paths } from "./gen/paths.ts";
