import { generate } from "selfsigned";

const hosts = [
  { type: 2, value: "localhost" },
  { type: 7, ip: "127.0.0.1" },
  { type: 7, ip: "::1" },
] as const;

/**
 * A fresh certificate for 127.0.0.1, ::1 and localhost, as PEM texts. It signs itself, so `ca`, what a
 * client must trust, is the certificate; no key that could sign others is made.
 */
export async function createCertificate(): Promise<{ key: string; cert: string; ca: string }> {
  // An hour early, so that a client whose clock is behind trusts it too.
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const notAfterDate = new Date(Date.now() + 30 * 86_400_000);
  const made = await generate([{ name: "commonName", value: "Omnia Timeseries mock server" }], {
    // An elliptic curve: its keys are made much faster than those of RSA.
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [...hosts] },
    ],
  });
  // The line break that selfsigned leaves out: PEM texts are joined into bundles.
  const cert = `${made.cert.trimEnd()}\n`;
  return { key: made.private, cert, ca: cert };
}
