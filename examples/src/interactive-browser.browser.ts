import { expect, test } from "vitest";
import { clientId, people, visitSignInPage } from "./sign-in-page.test-support.ts";
import type { VisitedPage } from "./sign-in-page.test-support.ts";

// interactiveBrowser() in a real page, by the mock server's sign-in page.

const [anna, ola] = people;

/** The grants that the browser asks tokens for, in order, from now on. */
function watchGrants({ context }: VisitedPage): string[] {
  const grants: string[] = [];
  context.on("request", (request) => {
    const grant = new URLSearchParams(request.postData() ?? "").get("grant_type");
    if (new URL(request.url()).pathname.endsWith("/oauth2/v2.0/token") && grant !== null) grants.push(grant);
  });
  return grants;
}

test("a person signs in from a click, stays signed in after a reload, and signs out", async () => {
  const page = await visitSignInPage("interactive-browser");
  const { server, tab, url, shown, signIn } = page;
  const grants = watchGrants(page);
  expect(await shown()).toBe("nobody");
  expect([...server.requests]).toEqual([]);

  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  expect(tab.url()).toBe(url);
  await tab.reload();
  expect(await shown()).toBe(`${anna} 87.5`);
  expect(grants).toEqual(["authorization_code"]);

  await tab.getByRole("button").click();
  await tab.getByText("nobody").waitFor();
  // Nor does the sign-in page know anybody any more.
  await signIn(ola);
  expect(await shown()).toBe(`${ola} 87.5`);
});

test("what is behind the page's address is there again after the sign-in", async () => {
  const { tab, url, shown, signIn } = await visitSignInPage("interactive-browser");
  await tab.goto(`${url}?well=A-1#pressure`);
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  expect(tab.url()).toBe(`${url}?well=A-1#pressure`);
});

test("another tab needs a click, and no choice", async () => {
  const { context, tab, url, shown, signIn } = await visitSignInPage("interactive-browser");
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  const other = await context.newPage();
  await other.goto(url);
  expect(await shown(other)).toBe("nobody");
  await other.getByRole("button").click();
  await other.getByText(`${anna} 87.5`).waitFor();
  expect(await shown(tab)).toBe(`${anna} 87.5`);
});

test("a token near its end is renewed in silence", async () => {
  const page = await visitSignInPage("interactive-browser");
  const { server, tab, shown, signIn } = page;
  const grants = watchGrants(page);
  await tab.clock.install();
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  await tab.clock.fastForward(3_400_000);
  server.clock.advance("3400s");
  await tab.reload();
  expect(await shown()).toBe(`${anna} 87.5`);
  expect(grants).toEqual(["authorization_code", "refresh_token"]);
});

test("when a sign-in has ended for good, the next click begins another one", async () => {
  const { server, tab, url, shown, signIn } = await visitSignInPage("interactive-browser");
  await tab.clock.install();
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  // Refresh tokens of single-page applications hold for a day.
  await tab.clock.fastForward(90_000_000);
  server.clock.advance("25h");
  await tab.reload();
  expect(await shown()).toMatch(/Sign-in with a browser failed: .* Call signIn\(\) from a click\.$/);
  await tab.getByRole("button").click();
  await tab.getByRole("button", { name: anna }).click();
  await tab.waitForURL(url);
  expect(await shown()).toBe(`${anna} 87.5`);
});

test("a claims challenge is answered by the next click", async () => {
  const { server, tab, url, shown, signIn } = await visitSignInPage("interactive-browser");
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
  server.signIn.revoke(anna, { challenge: true });
  await tab.reload();
  expect(await shown()).toMatch(/Sign-in with a browser failed: AADSTS\d+: .* Call signIn\(\) from a click\.$/);
  const asked = tab.waitForRequest(/\/oauth2\/v2\.0\/authorize\?/);
  await tab.getByRole("button").click();
  const { searchParams } = new URL((await asked).url());
  expect(JSON.parse(searchParams.get("claims")!)).toMatchObject({
    access_token: { nbf: { essential: true }, xms_cc: { values: ["CP1"] } },
  });
  expect(searchParams.get("login_hint")).toBe(anna);
  await tab.getByRole("button", { name: anna }).click();
  await tab.waitForURL(url);
  expect(await shown()).toBe(`${anna} 87.5`);
});

test("a person who says no is back, and told why nothing is read", async () => {
  const { server, tab, url, shown, signIn } = await visitSignInPage("interactive-browser");
  await tab.getByRole("button").click();
  await tab.getByRole("button", { name: "No" }).click();
  await tab.waitForURL(url);
  expect(await shown()).toContain("AADSTS65004");
  expect([...server.requests]).toEqual([]);
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
});

test("who comes back without an answer can try again", async () => {
  const { tab, shown, signIn } = await visitSignInPage("interactive-browser");
  await tab.getByRole("button").dblclick();
  await tab.getByRole("button", { name: anna }).waitFor();
  await tab.goBack();
  expect(await shown()).toBe("nobody");
  await signIn(anna);
  expect(await shown()).toBe(`${anna} 87.5`);
});

test("code that cannot be loaded is said so, and is loaded at the next try", async () => {
  const { tab, url, shown } = await visitSignInPage("interactive-browser");
  const html = await (await fetch(url)).text();
  // What the page names itself is loaded at once, all else later.
  await tab.route(/\/assets\//, (route) =>
    html.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
  await tab.reload();
  expect(await shown()).toMatch(/^OmniaError: The code for sign-in could not be loaded \(.+\)\. Check the network/);
  await tab.unroute(/\/assets\//);
  await tab.getByRole("button").click();
  await tab.getByRole("button", { name: anna }).waitFor();
});

test("an app that does not have the page's address is refused by the sign-in page", async () => {
  const { tab, shown } = await visitSignInPage("interactive-browser", { apps: [{ clientId }] });
  expect(await shown()).toBe("nobody");
  await tab.getByRole("button").click();
  await tab.getByText("AADSTS50011").waitFor();
  expect(await tab.getByText("AADSTS50011").count()).toBe(1);
});
