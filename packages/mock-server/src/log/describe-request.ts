import type { ApiName } from "../served-api.ts";

/** The method and where it went, without the host. */
export function describeAsked({ method, url }: { readonly method: string; readonly url: string }): string {
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search}`;
}

/** What a path stood for. */
export function describeOperation({
  operationId,
  api,
}: {
  readonly operationId: string | undefined;
  readonly api: ApiName | undefined;
}): string {
  return operationId === undefined ? "no operation" : `${operationId} of ${api}`;
}
