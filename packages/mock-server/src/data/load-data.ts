import { readFile } from "node:fs/promises";
import { OmniaError } from "@omnia-timeseries/core";
import type { ServerState } from "../server-state.ts";

/**
 * What a data file holds, for `createMockServer({ state })`; undefined where there is no such file.
 *
 * @throws OmniaError `invalid-argument` for a file that cannot be read, that is broken, or of another version
 */
export async function loadData(path: string): Promise<ServerState | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new OmniaError("invalid-argument", `${path}: the data file cannot be read: ${message}.`, { cause: error });
  }
  const { decodeState } = await import("./decode-state.ts");
  return decodeState(text, path);
}
