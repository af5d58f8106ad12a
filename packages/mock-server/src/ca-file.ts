import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OmniaError } from "@omnia-timeseries/core";

/** A PEM file for what trusts by file, such as `NODE_EXTRA_CA_CERTS`. */
export interface CaFile {
  readonly path: string;
  /** Removes the file, and the directory that was made for it; again is fine. */
  readonly remove: () => void;
}

/** Whether a file may be lost: one that a mock server left behind, or none. */
function isReplaceable(path: string, pem: string): boolean {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
  if (text.trim() === "") return true;
  try {
    const isOne = text.split("-----BEGIN ").length === 2;
    return isOne && new X509Certificate(text).subject === new X509Certificate(pem).subject;
  } catch {
    return false;
  }
}

/**
 * @param path where it is written, by default in a fresh temporary directory
 * @throws OmniaError `invalid-argument` where something else is, or nothing can be written
 */
export function createCaFile(pem: string, path?: string): CaFile {
  if (path === undefined) {
    const directory = mkdtempSync(join(tmpdir(), "omnia-timeseries-mock-server-"));
    const file = join(directory, "ca.pem");
    writeFileSync(file, pem);
    return { path: file, remove: () => rmSync(dirname(file), { recursive: true, force: true }) };
  }
  if (!isReplaceable(path, pem)) {
    const message = `${path}: there is a file that is not a certificate of a mock server; it is left as it is. Give another path.`;
    throw new OmniaError("invalid-argument", message);
  }
  try {
    writeFileSync(path, pem);
  } catch (error) {
    const message = `${path}: the PEM file cannot be written: ${(error as Error).message}.`;
    throw new OmniaError("invalid-argument", message, { cause: error });
  }
  return { path, remove: () => rmSync(path, { force: true }) };
}
