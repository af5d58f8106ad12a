import { operations } from "@omnia-timeseries/core/operations";
import type { OperationId } from "@omnia-timeseries/core/operations";
import { Refusal } from "../refusal.ts";

/** The operation that a request means, and the values in its path. */
export interface Route {
  readonly operationId: OperationId;
  readonly path: Readonly<Record<string, string>>;
}

/** Where the API stands, on any host. Source: specs/timeseries/openapi.yaml, `servers`. */
export const basePath = "/plant/timeseries/v1.7";

const parameter = /^\{(\w+)\}$/;

interface Template {
  readonly path: string;
  readonly segments: readonly string[];
}

function splitPath(path: string): string[] {
  const segments = path.replace(/^\//, "").split("/");
  // Every path works with and without a slash at its end: so do the Postman collection and the Python SDK ask (EVIDENCE.md).
  if (segments.at(-1) === "") segments.pop();
  return segments;
}

/** By their literals first: `/search` before `/{id}`. */
const templates: readonly Template[] = [...new Set(Object.values(operations).map(({ path }) => path))]
  .map((path) => ({ path, segments: splitPath(path) }))
  .toSorted((a, b) => sortKey(a).localeCompare(sortKey(b)));

/** One letter per segment, so that a literal sorts before a parameter in the same place. */
function sortKey({ segments }: Template): string {
  return segments.map((segment) => (parameter.test(segment) ? "b" : "a")).join("");
}

function matchTemplate(template: Template, segments: readonly string[]): Record<string, string> | undefined {
  if (template.segments.length !== segments.length) return undefined;
  const values: Record<string, string> = {};
  for (const [i, expected] of template.segments.entries()) {
    const name = parameter.exec(expected)?.[1];
    const given = segments[i]!;
    if (name !== undefined) values[name] = given;
    else if (expected.toLowerCase() !== given.toLowerCase()) return undefined;
  }
  return values;
}

/**
 * Literals match in any case, and win over parameters.
 *
 * @param pathname as in `URL`, still percent-encoded
 * @throws Refusal 404 for an unknown path, 405 for a path that has no such method, 400 for broken percent-encoding
 */
export function findOperation(method: string, pathname: string): Route {
  if (!`${pathname.toLowerCase()}/`.startsWith(`${basePath}/`)) throw new Refusal(404, "Resource not found.");
  const segments = splitPath(pathname.slice(basePath.length)).map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      throw new Refusal(400, "The path is not valid percent-encoding.");
    }
  });
  for (const template of templates) {
    const path = matchTemplate(template, segments);
    if (path === undefined) continue;
    const rows = Object.entries(operations).filter(([, operation]) => operation.path === template.path);
    const found = rows.find(([, operation]) => operation.method === method);
    if (found !== undefined) return { operationId: found[0] as OperationId, path };
    const allow = rows.map(([, operation]) => operation.method).join(", ");
    throw new Refusal(405, `${method} is not allowed here, only ${allow}.`, { allow });
  }
  throw new Refusal(404, "Resource not found.");
}
