import { X509Certificate } from "node:crypto";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createCertificate } from "./certificate.ts";

describe("createCertificate", () => {
  test("is valid now for the local names and addresses, and signs nothing else", async () => {
    const { key, cert, ca } = createCertificate();
    const read = new X509Certificate(cert);
    expect(read.checkHost("localhost")).toBe("localhost");
    expect(read.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(read.checkIP("::1")).toBe("::1");
    expect(read.checkHost("example.com")).toBeUndefined();
    expect(read.ca).toBe(false);
    expect(read.validFromDate.getTime()).toBeLessThan(Date.now());
    expect(read.validToDate.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    for (const pem of [key, cert, ca]) expect(pem).toMatch(/^-----BEGIN [A-Z ]+-----\n[^]+\n-----END [A-Z ]+-----\n$/);
  });

  test("a client that trusts its ca connects; one that does not is refused", async () => {
    const { key, cert, ca } = createCertificate();
    const server = createServer({ key, cert }, (_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const connect = (options: { ca?: string }) =>
      new Promise((resolve, reject) => {
        get({ host: "127.0.0.1", port, agent: false, ...options }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on("error", reject);
      });
    try {
      expect(await connect({ ca })).toBe(200);
      await expect(connect({})).rejects.toThrow(/self-signed/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
