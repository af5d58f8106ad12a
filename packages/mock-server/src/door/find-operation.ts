import { Refusal } from "../refusal.ts";
import type { RoutedApi, ServedApi } from "../served-api.ts";

/** The operation that a request means, and the values in its path. */
export interface Route<Api extends RoutedApi = ServedApi> {
  readonly api: Api;
  readonly operation: Api["operations"][string];
  readonly path: Readonly<Record<string, string>>;
}

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

/** The paths of an API, by their literals first: `/search` before `/{id}`. */
function listTemplates({ operations }: RoutedApi): readonly Template[] {
  return (
    [...new Set(Object.values(operations).map(({ path }) => path))]
      .map((path) => ({ path, segments: splitPath(path) }))
      // Not by a locale, which takes as long to load as all the rest of a server.
      .toSorted((a, b) => Number(sortKey(a) > sortKey(b)) - Number(sortKey(a) < sortKey(b)))
  );
}

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

function decodePath(path: string): string[] {
  return splitPath(path).map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      throw new Refusal(400, "The path is not valid percent-encoding.");
    }
  });
}

/**
 * Finds operations by method and path. Literals match in any case, and win over parameters.
 *
 * The function that it returns takes a path as in `URL`, still percent-encoded. It throws a Refusal: 404 for an
 * unknown path, 405 for a path that has no such method, 400 for broken percent-encoding.
 */
export function createRouter<Api extends RoutedApi>(
  apis: readonly Api[],
): (method: string, pathname: string) => Route<Api> {
  const routes = apis.map((api) => ({ api, templates: listTemplates(api) }));

  return (method, pathname) => {
    const found = routes.find(({ api }) => `${pathname.toLowerCase()}/`.startsWith(`${api.basePath}/`));
    if (found === undefined) throw new Refusal(404, "Resource not found.");
    const { api, templates } = found;
    const segments = decodePath(pathname.slice(api.basePath.length));
    for (const template of templates) {
      const path = matchTemplate(template, segments);
      if (path === undefined) continue;
      const operations = Object.values(api.operations) as Api["operations"][string][];
      const rows = operations.filter((operation) => operation.path === template.path);
      const operation = rows.find((row) => row.method === method);
      if (operation !== undefined) return { api, operation, path };
      const allow = rows.map((row) => row.method).join(", ");
      throw new Refusal(405, `${method} is not allowed here, only ${allow}.`, { allow });
    }
    throw new Refusal(404, "Resource not found.");
  };
}
