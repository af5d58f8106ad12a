import { basePath } from "../gen/mock-control-operations.ts";

/** Whether a request is for the control API or its page, in any case as all paths. */
export function isControlPath(url: string): boolean {
  // Most are not, and are told without being taken apart.
  return /__mock/i.test(url) && `${new URL(url).pathname.toLowerCase()}/`.startsWith(`${basePath}/`);
}
