import { OmniaError } from "@omnia-timeseries/core";
import * as base64url from "jose/base64url";

/** What is wanted of an X.509 certificate, beside its key. */
export interface CertificateFacts {
  /** The bytes of the certificate. */
  readonly der: Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly rest: Uint8Array;
}

const explicitVersion = 0xa0;
const utcTime = 0x17;
/** The object identifier 1.2.840.113549.1.1.1, `rsaEncryption`. Source: RFC 8017, appendix C. */
const rsaEncryption = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/** The first element of DER. Source: ITU-T X.690 §8.1. */
function readElement(bytes: Uint8Array): Element {
  const first = bytes[1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : bytes.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (bytes.length < start + length) throw new RangeError("The certificate is cut.");
  return { tag: bytes[0]!, content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

/** Years of two digits are those from 1950 to 2049. Source: RFC 5280 §4.1.2.5. */
function readTime({ tag, content }: Element): number {
  const digits = new TextDecoder().decode(content);
  const century = tag !== utcTime ? "" : Number(digits.slice(0, 2)) < 50 ? "20" : "19";
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + digits) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Source: RFC 5280 §4.1, `TBSCertificate`. */
function readFacts(der: Uint8Array<ArrayBuffer>): CertificateFacts {
  const fields = readElement(readElement(der).content).content;
  const first = readElement(fields);
  // Serial number, algorithm and issuer come before the times, the subject between them and the key.
  const algorithm = readElement(first.tag === explicitVersion ? first.rest : fields).rest;
  const validity = readElement(readElement(readElement(algorithm).rest).rest);
  const notBefore = readElement(validity.content);
  const key = readElement(readElement(validity.rest).rest);
  const { content: keyType } = readElement(readElement(key.content).content);
  if (String(keyType) !== String(rsaEncryption)) throw new RangeError("Its key is not RSA.");
  const [notBeforeMs, notAfterMs] = [readTime(notBefore), readTime(readElement(notBefore.rest))];
  if (Number.isNaN(notBeforeMs) || Number.isNaN(notAfterMs)) throw new RangeError("Its times are none.");
  return { der, notBeforeMs, notAfterMs };
}

/**
 * Reads the first certificate of a PEM text. It is not checked against anything.
 *
 * @param name what the text is called in errors
 * @throws OmniaError `invalid-argument` where there is none, or none with an RSA key
 */
export function readCertificate(pem: string, name: string): CertificateFacts {
  const [, base64] = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem) ?? [];
  try {
    return readFacts(Uint8Array.from(atob(base64 ?? ""), (char) => char.charCodeAt(0)));
  } catch (cause) {
    const message = `${name}: not the PEM text of an X.509 certificate with an RSA key.`;
    throw new OmniaError("invalid-argument", message, { cause });
  }
}

/** The hashes that name a certificate in the header of a JWT (RFC 7515 §4.1.7, §4.1.8), SHA-1 and SHA-256, base64url. */
export async function hashCertificate({ der }: CertificateFacts): Promise<readonly string[]> {
  const digests = await Promise.all(["SHA-1", "SHA-256"].map((algorithm) => crypto.subtle.digest(algorithm, der)));
  return digests.map((digest) => base64url.encode(new Uint8Array(digest)));
}
