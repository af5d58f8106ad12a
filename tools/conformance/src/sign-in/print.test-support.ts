// Everything that can be printed of a value, so that what must not be in it can be looked for.
import { inspect } from "node:util";

const inspectOptions = [
  {},
  { depth: null, showHidden: true, getters: true },
  { depth: null, showHidden: true, getters: true, customInspect: false },
] as const;

export function print(value: unknown): string {
  const shown = inspectOptions.map((options) => inspect(value, options));
  shown.push(JSON.stringify(value) ?? "", String(value));
  for (let error = value; error instanceof Error; error = error.cause) {
    shown.push(error.message, String(error.stack), JSON.stringify(Object.entries(error)));
  }
  return shown.join("\n");
}
