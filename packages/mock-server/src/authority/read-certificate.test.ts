import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCertificate } from "../certificate.ts";
import { createAppCertificate } from "./app-certificate.test-support.ts";
import { createHomeDirectory } from "./home-directory.ts";
import { hashCertificate, readCertificate } from "./read-certificate.ts";

/** A thumbprint as Node tells it, `AB:CD:…`, in base64url. */
const encode = (fingerprint: string): string =>
  Buffer.from(fingerprint.replaceAll(":", ""), "hex").toString("base64url");

describe("readCertificate", () => {
  // 2050 and later are times with four digits of the year; RFC 5280 §4.1.2.5.
  test.each([
    ["of an RSA key", () => createAppCertificate()],
    ["with a long name", () => createAppCertificate({ name: "a".repeat(60) })],
    ["that has ended", () => createAppCertificate({ fromDays: -400, toDays: -100 })],
    ["beyond 2050", () => createAppCertificate({ fromDays: 10_000, toDays: 20_000 })],
  ])("reads one %s as Node does", async (_, create) => {
    const { certificate } = await create();
    const read = new X509Certificate(certificate);
    const facts = readCertificate(certificate, "x");
    expect(Buffer.from(facts.der)).toEqual(read.raw);
    expect(facts.notBeforeMs).toBe(read.validFromDate.getTime());
    expect(facts.notAfterMs).toBe(read.validToDate.getTime());
    expect(await hashCertificate(facts)).toEqual([encode(read.fingerprint), encode(read.fingerprint256)]);
  });

  test("takes the first of several, with what else is in the text", async () => {
    const [one, two] = await Promise.all([createAppCertificate(), createAppCertificate()]);
    const text = one.key + one.certificate + two.certificate;
    expect(readCertificate(text, "x")).toEqual(readCertificate(one.certificate, "x"));
  });

  test.each([
    "",
    "x",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
  ])("%j is none", (pem) => {
    expect(() => readCertificate(pem, "the one")).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(/^the one: .*RSA/) }),
    );
  });

  test("one with another kind of key is none of ours, and is told when the server is made", async () => {
    const { cert: certificate } = createCertificate();
    expect(() => createHomeDirectory({ apps: [{ clientId: "x", certificate }] })).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(/'x'.*RSA/) }),
    );
  });

  test("a cut one is none", async () => {
    const { certificate } = await createAppCertificate();
    const [, base64] = /-----BEGIN CERTIFICATE-----([^-]+)-----/.exec(certificate)!;
    const der = Buffer.from(base64!, "base64");
    for (const length of [1, 4, 20, 60, der.length - 1]) {
      const pem = `-----BEGIN CERTIFICATE-----\n${der.subarray(0, length).toString("base64")}\n-----END CERTIFICATE-----\n`;
      expect(() => readCertificate(pem, "x")).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    }
  });
});
