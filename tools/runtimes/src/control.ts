import type { Target } from "./case.ts";

/**
 * Asks the mock server's control API.
 *
 * @throws Error with its answer, when it refuses
 */
export async function control({ control: url }: Pick<Target, "control">, path: string, body?: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}${path}`, { method: "POST", headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
}

/** Lets the next request of an operation go wrong. */
export function failNext(target: Target, fault: Readonly<Record<string, unknown>>): Promise<void> {
  return control(target, "/faults", JSON.stringify(fault));
}
