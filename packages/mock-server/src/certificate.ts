import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import {
  BitString,
  Boolean,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set as SetOf,
  UTCTime,
  Utf8String,
} from "asn1js";
import type { BaseBlock } from "asn1js";

const local = ["localhost", "127.0.0.1", "::1"];
const dayMs = 86_400_000;

// Sources: RFC 5280 §4.2.1 and §A.1, RFC 5758 §3.2.
const ecdsaWithSha256 = "1.2.840.10045.4.3.2";
const commonName = "2.5.4.3";
const keyUsage = "2.5.29.15";
const subjectAltName = "2.5.29.17";
const basicConstraints = "2.5.29.19";
const extendedKeyUsage = "2.5.29.37";
const serverAuth = "1.3.6.1.5.5.7.3.1";

const sequence = (...value: BaseBlock[]): Sequence => new Sequence({ value });
const identifier = (value: string): ObjectIdentifier => new ObjectIdentifier({ value });

/** Of the class that a structure gives its own numbers to. */
const numbered = (tagNumber: number): { idBlock: { tagClass: number; tagNumber: number } } => ({
  idBlock: { tagClass: 3, tagNumber },
});

function bytesOfAddress(address: string): Uint8Array<ArrayBuffer> {
  if (isIP(address) === 4) return Uint8Array.from(address.split("."), Number);
  // In its one form, where "::" stands for the groups that are left out.
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - before!.length - after!.length }, () => "0");
  const groups = [...before!, ...zeros, ...after!].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** A `GeneralName` (RFC 5280 §4.2.1.6). */
function nameOfHost(host: string): Primitive {
  return isIP(host) === 0
    ? new Primitive({ ...numbered(2), valueHex: new TextEncoder().encode(host) })
    : new Primitive({ ...numbered(7), valueHex: bytesOfAddress(host) });
}

function extension(id: string, isCritical: boolean, value: BaseBlock): Sequence {
  const critical = isCritical ? [new Boolean({ value: true })] : [];
  return sequence(identifier(id), ...critical, new OctetString({ valueHex: value.toBER() }));
}

/**
 * A fresh certificate (X.509, RFC 5280) for localhost, 127.0.0.1, ::1 and `hosts`, names or addresses, as PEM texts.
 * It signs itself, so `ca`, what a client must trust, is the certificate; no key that could sign others is made.
 */
export function createCertificate(hosts: readonly string[] = []): { key: string; cert: string; ca: string } {
  // An elliptic curve: its keys are made much faster than those of RSA.
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(identifier(ecdsaWithSha256));
  const attribute = sequence(identifier(commonName), new Utf8String({ value: "Omnia Timeseries mock server" }));
  const name = sequence(new SetOf({ value: [attribute] }));
  const now = Date.now();
  // An hour early, so that a client whose clock is behind trusts it too.
  const validity = [now - dayMs / 24, now + 30 * dayMs].map((ms) => new UTCTime({ valueDate: new Date(ms) }));
  const names = [...new Set([...local, ...hosts])].map(nameOfHost);
  const extensions = sequence(
    extension(basicConstraints, true, sequence()),
    // The first bit alone: digital signatures.
    extension(keyUsage, true, new BitString({ valueHex: Uint8Array.of(0x80), unusedBits: 7 })),
    extension(extendedKeyUsage, false, sequence(identifier(serverAuth))),
    extension(subjectAltName, false, sequence(...names)),
  );
  const content = sequence(
    new Constructed({ ...numbered(0), value: [new Integer({ value: 2 })] }),
    // Positive, and with no zeros at its start.
    new Integer({ valueHex: Uint8Array.of(1, ...randomBytes(15)) }),
    algorithm,
    name,
    sequence(...validity),
    name,
    fromBER(publicKey.export({ type: "spki", format: "der" })).result,
    new Constructed({ ...numbered(3), value: [extensions] }),
  );
  const signature = sign("sha256", Buffer.from(content.toBER()), privateKey);
  const certificate = sequence(content, algorithm, new BitString({ valueHex: signature }));
  const lines = Buffer.from(certificate.toBER())
    .toString("base64")
    .match(/.{1,64}/g)!;
  const cert = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert, ca: cert };
}
