import { describe, expect, test } from "vitest";
import { createMockServer } from "../mock-server.ts";
import { createOtherDirectories } from "./other-directories.ts";

const own = "11111111-1111-4111-8111-111111111111";

describe("createOtherDirectories", () => {
  test("none of the platform is in them: no API, no public client, no app of the server's own, nobody", () => {
    const [directory] = createOtherDirectories([{ tenantId: "t" }], own);
    expect(directory).toMatchObject({ tenantId: "t", apps: [], users: [], resources: [] });
  });

  const x = { clientId: "x", managedIdentity: true };
  test.each([
    ["the server's own", [{ tenantId: own }], `tenants[0].tenantId: the server's own tenant has the id '${own}' too.`],
    [
      "one twice, in any case",
      [{ tenantId: "t" }, { tenantId: "T" }],
      "tenants[1].tenantId: tenants[0] has the id 'T' too.",
    ],
    [
      "a managed identity",
      [{ tenantId: "s" }, { tenantId: "t", apps: [x] }],
      "tenants[1].apps: 'x' is a managed identity, and those are in the server's own tenant only.",
    ],
    [
      "two apps of one id",
      [{ tenantId: "t", apps: [{ clientId: "x" }, { clientId: "X" }] }],
      "tenants[0].apps: two have the id 'X'.",
    ],
  ])("%s is refused by the server", (_, tenants, message) => {
    expect(() => createMockServer({ tenants })).toThrow(expect.objectContaining({ code: "invalid-argument", message }));
  });

  test("the server's own is the one that it was given", () => {
    expect(() => createMockServer({ tenantId: "T", tenants: [{ tenantId: own }] })).not.toThrow();
    expect(() => createMockServer({ tenantId: "T", tenants: [{ tenantId: "t" }] })).toThrow(/tenants\[0\]\.tenantId/);
  });
});
