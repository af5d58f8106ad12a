import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PEM file in a fresh temporary directory, for what trusts by file, such as `NODE_EXTRA_CA_CERTS`. */
export interface CaFile {
  readonly path: string;
  /** Removes the file with its directory; again is fine. */
  readonly remove: () => void;
}

export function createCaFile(pem: string): CaFile {
  const directory = mkdtempSync(join(tmpdir(), "omnia-timeseries-mock-server-"));
  const path = join(directory, "ca.pem");
  writeFileSync(path, pem);
  return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
