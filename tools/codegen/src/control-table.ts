import { listOperations } from "./openapi-document.ts";
import type { OpenApiDocument } from "./openapi-document.ts";

/** The module that says where each operation of the mock server's control API stands. */
export function generateControlTable(document: OpenApiDocument): string {
  const rows = listOperations(document).map(({ method, path, operation: { operationId } }) => {
    return { operationId, method, path };
  });
  const ids = rows.map(({ operationId }) => operationId);
  return [
    'import type { RoutedOperation } from "../served-api.ts";',
    "",
    `export const basePath = ${JSON.stringify(document.servers[0]!.url)};`,
    "",
    "export type ControlOperationId =",
    ...ids.map((id, i) => `  | ${JSON.stringify(id)}${i === ids.length - 1 ? ";" : ""}`),
    "",
    "export const operations: Readonly<Record<ControlOperationId, RoutedOperation>> = {",
    ...rows.map((row) => `  ${row.operationId}: ${JSON.stringify(row)},`),
    "};",
    "",
  ].join("\n");
}
