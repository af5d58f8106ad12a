import { vi } from "vitest";

/** These variables, and nothing of what the machine that runs the test has for a sign-in; until `vi.unstubAllEnvs()`. */
export function stubMachine(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(process.env).filter((name) => /^(AZURE|IDENTITY|MSI|IMDS|AZD)_/.test(name));
  for (const name of names) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}
