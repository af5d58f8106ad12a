export { operations, servers } from "./gen/operations.ts";
export type { OperationId } from "./gen/operations.ts";
export type { components, operations as OperationTypes, paths } from "./gen/paths.ts";
