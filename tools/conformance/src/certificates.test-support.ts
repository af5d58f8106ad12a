// Certificates as a company's own authority makes them: X.509 in DER, RFC 5280 and X.690, by hand.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

const dayMs = 86_400_000;

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
const identifier = (hex: string): Buffer => element(0x06, Buffer.from(hex, "hex"));
const text = (tag: number, value: string): Buffer => element(tag, Buffer.from(value, "latin1"));

const ecdsaWithSha256 = sequence(identifier("2a8648ce3d040302"));
/** With the parameters that RFC 4055 §5 wants: NULL. */
const rsaWithSha256 = sequence(identifier("2a864886f70d01010b"), element(0x05));
/** A name of one part, the common name. */
const nameOf = (name: string): Buffer => sequence(element(0x31, sequence(identifier("550403"), text(0x0c, name))));
/** UTCTime, `YYMMDDhhmmssZ`. */
const time = (ms: number): Buffer => text(0x17, `${new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14)}Z`);
const extension = (hex: string, value: Uint8Array): Buffer => sequence(identifier(hex), element(0x04, value));

const basicConstraints = "551d13";
const subjectAltName = "551d11";
const isAuthority = extension(basicConstraints, sequence(element(0x01, Buffer.from([0xff]))));
const isOfHost = (host: string): Buffer =>
  extension(
    subjectAltName,
    sequence(/^[\d.]+$/.test(host) ? element(0x87, Buffer.from(host.split(".").map(Number))) : text(0x82, host)),
  );

function issue(subject: string, publicKey: KeyObject, issuer: string, key: KeyObject, extended: Buffer): string {
  const algorithm = key.asymmetricKeyType === "rsa" ? rsaWithSha256 : ecdsaWithSha256;
  const content = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    // Positive and not 0.
    element(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    sequence(time(Date.now() - dayMs), time(Date.now() + dayMs)),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(extended)),
  );
  const signature = element(0x03, Buffer.from([0]), sign("sha256", content, key));
  const lines = sequence(content, algorithm, signature)
    .toString("base64")
    .match(/.{1,64}/g)!;
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** PEM texts. */
export interface HostCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** Its own certificate, which those trust who trust it, as PEM. */
  readonly root: string;
  readonly issueFor: (host: string) => HostCertificate;
}

/** An authority that nobody knows yet. */
export function createAuthority(name: string): Authority {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = createPrivateKey(authority.privateKey.export({ type: "pkcs8", format: "pem" }));
  return {
    root: issue(name, authority.publicKey, name, key, isAuthority),
    issueFor(host) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      return {
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        cert: issue(host, publicKey, name, key, isOfHost(host)),
      };
    },
  };
}

/** As the owner of an app makes it to sign in with: it signs itself, with an RSA key. */
export function createAppCertificate(name: string): HostCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: issue(name, publicKey, name, privateKey, isAuthority),
  };
}
