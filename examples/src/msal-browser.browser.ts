import { expect, test } from "vitest";
import { people, visitSignInPage } from "./sign-in-page.test-support.ts";

const [anna] = people;

test("a page with a sign-in of its own brings its tokens along", async () => {
  const { server, tab, shown, signIn } = await visitSignInPage("msal-browser");
  expect(await shown()).toBe("nobody");
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  await tab.reload();
  expect(await shown()).toBe(`${anna} 87.5`);
  expect(server.requests.of("GetLatest")).toHaveLength(2);
});

test("a claims challenge is answered by the next click", async () => {
  const { server, tab, url, shown, signIn } = await visitSignInPage("msal-browser");
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  server.signIn.revoke(anna, { challenge: true });
  await tab.reload();
  expect(await shown()).toMatch(/^OmniaError/);
  const asked = tab.waitForRequest(/\/oauth2\/v2\.0\/authorize\?/);
  await tab.getByRole("button").click();
  expect(new URL((await asked).url()).searchParams.get("claims")).toContain("nbf");
  await tab.getByRole("button", { name: anna }).click();
  await tab.waitForURL(url);
  expect(await shown()).toBe(`${anna} 87.5`);
});
