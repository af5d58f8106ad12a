import { describe, expect, test } from "vitest";
import { createDirectory } from "./directory.ts";

const siri = { id: "b1", name: "Siri", username: "siri@example.invalid" };

describe("createDirectory", () => {
  test("holds what it is given and nothing else; in any case, people by id and username", () => {
    const directory = createDirectory({ tenantId: "supplier.example", apps: [{ clientId: "aA" }], users: [siri] }, []);
    expect(directory.findApp("Aa")).toEqual({ clientId: "aA", objectId: "aA" });
    expect(directory.findUser("B1")).toBe(siri);
    expect(directory.findUser("SIRI@example.invalid")).toBe(siri);
    expect(directory.findUser("Siri")).toBeUndefined();
    const empty = createDirectory({ tenantId: "T-1" }, []);
    expect([empty.apps, empty.users, empty.resources]).toEqual([[], [], []]);
  });

  test.each(["", "a/b", "..", ".", "æ", "a b", "a%20b", "a?"])("%j is no tenant id", (tenantId) => {
    expect(() => createDirectory({ tenantId }, [], "tenants[3].")).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: `tenants[3].tenantId: ${JSON.stringify(tenantId)} is neither a GUID nor a name of letters, digits, '.' and '-'.`,
      }),
    );
  });

  test.each([
    ["apps", "apps", { apps: [{ clientId: "x" }, { clientId: "X" }] }],
    ["people", "users", { users: [siri, { ...siri, id: "b2" }] }],
    ["an app and a person", "apps and users", { apps: [{ clientId: "B1" }], users: [siri] }],
    ["a certificate that is none", "apps", { apps: [{ clientId: "x", certificate: "none" }] }],
    ["a redirect URI without TLS", "apps", { apps: [{ clientId: "x", redirectUris: ["http://app.example"] }] }],
  ])("what is wrong with %s is told with its place", (_, name, options) => {
    expect(() => createDirectory({ tenantId: "t", ...options }, [], "tenants[3].")).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringContaining(`tenants[3].${name}: `),
      }),
    );
  });
});
