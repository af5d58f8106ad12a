import { describe, expect, test } from "vitest";
import { createHomeDirectory } from "./home-directory.ts";

const anna = { id: "b1", name: "Anna", username: "anna@example.invalid" };

describe("createHomeDirectory", () => {
  test("finds in any case; people by id and username", () => {
    const directory = createHomeDirectory({ apps: [{ clientId: "aA" }], users: [anna] });
    expect(directory.findApp("Aa")).toMatchObject({ clientId: "aA", objectId: "aA" });
    expect(directory.findUser("B1")).toBe(anna);
    expect(directory.findUser("ANNA@example.invalid")).toBe(anna);
    expect(directory.findUser("Anna")).toBeUndefined();
    expect(directory.findApp("")).toBeUndefined();
  });

  test("an entry with the id of the server's own app, or of the platform's, adds to it", () => {
    const platform = "675bd975-260f-498e-82cd-65f67b34fe7d";
    const apps = [
      { clientId: "OWN", groups: ["g"], publicClient: false },
      { clientId: platform, groups: ["h"] },
    ];
    const directory = createHomeDirectory({ clientId: "own", clientSecret: "s", apps });
    const own = { clientId: "own", clientSecret: "s", groups: ["g"], publicClient: false, managedIdentity: true };
    expect(directory.app).toMatchObject(own);
    expect(directory.findApp("own")).toEqual(directory.app);
    expect(directory.findApp(platform)).toMatchObject({ groups: ["h"], objectId: platform, publicClient: true });
  });

  test("the managed identity is the server's own app, unless another one is named or it is not one", () => {
    const apps = [
      { clientId: "m1", managedIdentity: true },
      { clientId: "m2", managedIdentity: true },
    ];
    const directory = createHomeDirectory({ apps });
    expect(directory.findManagedIdentity(undefined)).toEqual(directory.app);
    expect(directory.findManagedIdentity("M2")?.clientId).toBe("m2");
    expect(directory.findManagedIdentity("675bd975-260f-498e-82cd-65f67b34fe7d")).toBeUndefined();
    const without = createHomeDirectory({
      clientId: "own",
      apps: [{ clientId: "own", managedIdentity: false }, ...apps],
    });
    expect(without.findManagedIdentity(undefined)?.clientId).toBe("m1");
  });

  test.each([
    ["two entries for the server's own app", { clientId: "x", apps: [{ clientId: "x" }, { clientId: "X" }] }],
    ["two apps", { apps: [{ clientId: "x" }, { clientId: "X" }] }],
    ["two people", { users: [anna, { ...anna, username: "other" }] }],
    ["a person named as another's id", { users: [anna, { ...anna, id: "b2", username: "B1" }] }],
    ["an app and a person", { apps: [{ clientId: "b1" }], users: [anna] }],
  ])("%s with one id are refused", (_, options) => {
    expect(() => createHomeDirectory(options)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});
