// Certificates of apps, as their owners make them: with an RSA key, for a while around now.
import { generate } from "selfsigned";

export interface AppCertificate {
  /** PEM texts. */
  readonly certificate: string;
  readonly key: string;
}

const day = 86_400_000;

/** @param fromDays, toDays when it is valid, from now */
export async function createAppCertificate({ fromDays = -1, toDays = 30, name = "app" } = {}): Promise<AppCertificate> {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "rsa",
    keySize: 2048,
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() + fromDays * day),
    notAfterDate: new Date(Date.now() + toDays * day),
  });
  return { certificate: `${made.cert.trimEnd()}\n`, key: `${made.private.trimEnd()}\n` };
}
