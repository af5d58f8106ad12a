import { Agent, request } from "node:https";
import { expect, test } from "vitest";
import { createMockServer } from "./mock-server.ts";

/** What a client with a secret does, with Node's own https: the oracle here is not ours. */
function postForm(url: string, ca: string, form: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        agent.destroy();
        resolve(text);
      });
    });
    sent.on("error", reject).end(new URLSearchParams(form).toString());
  });
}

test("over sockets: sign in at the authority, read from the API, close", async () => {
  await using server = createMockServer({ series: [{ name: "a", facility: "1219" }] });
  expect(() => server.url).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  await server.listen({ port: 0 });
  await expect(server.listen()).rejects.toMatchObject({ code: "invalid-argument" });
  const { url, authority, ca, tenantId, clientId, clientSecret } = server;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(authority).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);

  const answer = await postForm(`${authority}/${tenantId}/oauth2/v2.0/token`, ca, {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "32f2a909-8a98-4eb8-b22d-1208d9350cb0/.default",
  });
  const { access_token: token } = JSON.parse(answer) as { access_token: string };
  const base = `${url}/plant/timeseries/v1.7`;
  const response = await fetch(base, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  expect(((await response.json()) as { data: { items: unknown[] } }).data.items.length).toBe(1);
  expect((await fetch(base)).status).toBe(401);
  expect(server.requests.map(({ statusCode }) => statusCode)).toEqual([200, 401]);

  await server.close();
  await server.close();
  await expect(fetch(base)).rejects.toThrow("fetch failed");
  expect(() => server.url).toThrow("listen()");
  await server.listen();
  expect((await fetch(`${server.url}/plant/timeseries/v1.7`)).status).toBe(401);
});

test("a port that is taken is an error, and nothing stays open", async () => {
  await using one = createMockServer();
  await one.listen();
  await using two = createMockServer();
  await expect(two.listen({ port: Number(new URL(one.url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await two.listen();
  expect(two.url).not.toBe(one.url);
});
