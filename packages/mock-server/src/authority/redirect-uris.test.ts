import { describe, expect, test } from "vitest";
import { findRedirect, validateRedirectUri, withQuery } from "./redirect-uris.ts";

// Microsoft, "Redirect URI (reply URL) best practices and limitations".

const page = { clientId: "a", redirectUris: ["https://app.example/back", "http://localhost:5173/signed-in"] };

describe("findRedirect", () => {
  test.each([
    ["https://app.example/back", "https://app.example/back"],
    ["HTTPS://APP.example:443/back", "https://app.example/back"],
    ["http://localhost:5173/signed-in", "http://localhost:5173/signed-in"],
    ["http://localhost:1/signed-in", "http://localhost:1/signed-in"],
    ["http://localhost/signed-in", "http://localhost/signed-in"],
  ])("%s is one of the page's", (uri, expected) => {
    expect(findRedirect(page, uri)).toEqual({ uri: expected, isSinglePage: true });
  });

  test.each([
    "https://app.example/BACK",
    "https://app.example/back/",
    "https://app.example/back?more=1",
    "https://app.example/back#part",
    "https://app.example:8443/back",
    "http://app.example/back",
    "https://user@app.example/back",
    "https://app.example.evil.example/back",
    "https://localhost:5173/signed-in",
    "http://127.0.0.1:5173/signed-in",
    "http://[::1]:5173/signed-in",
    "http://localhost:5173/",
    "http://localhost",
    "/back",
    "javascript:alert(1)",
    "",
  ])("%j is not", (uri) => {
    expect(findRedirect(page, uri)).toBeUndefined();
  });

  test("a public client has http://localhost with any port, and nothing else", () => {
    const program = { clientId: "a", publicClient: true };
    for (const uri of ["http://localhost", "http://localhost/", "http://localhost:49152"]) {
      expect(findRedirect(program, uri)).toEqual({ uri: new URL(uri).href, isSinglePage: false });
    }
    for (const uri of ["http://localhost:1/path", "https://localhost", "http://127.0.0.1:1", "http://localhost.:1"]) {
      expect(findRedirect(program, uri)).toBeUndefined();
    }
  });

  test("what is listed is a page's, also where the app is a public client", () => {
    const both = { clientId: "a", publicClient: true, redirectUris: ["http://localhost:5173"] };
    expect(findRedirect(both, "http://localhost:49152")).toEqual({
      uri: "http://localhost:49152/",
      isSinglePage: true,
    });
  });
});

test("withQuery leaves what is there to the letter", () => {
  const more = new URLSearchParams({ code: "a b" });
  expect(withQuery("https://app.example/?one=%20&two=a+b", more)).toBe("https://app.example/?one=%20&two=a+b&code=a+b");
  expect(withQuery("https://app.example/", more)).toBe("https://app.example/?code=a+b");
  expect(withQuery("https://app.example/", new URLSearchParams())).toBe("https://app.example/");
});

describe("validateRedirectUri", () => {
  test.each(["https://app.example", "https://app.example/a?b=c", "http://localhost", "http://127.0.0.1:1/a"])(
    "%s can be registered",
    (uri) => {
      expect(() => validateRedirectUri(uri, "apps")).not.toThrow();
    },
  );

  test.each([
    "",
    "app.example",
    "http://app.example",
    "http://[::1]/",
    "https://app.example/#",
    "https://app.example/#a",
    "https://user@app.example/",
    "https://:password@app.example/",
    "msal://auth",
    "javascript:alert(1)",
  ])("%j cannot", (uri) => {
    expect(() => validateRedirectUri(uri, "apps: redirectUris of 'a'")).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringMatching(/^apps: redirectUris of 'a': ".*" is not an address of https/),
      }),
    );
  });
});
