import { describe, expect, test } from "vitest";
import { sendRaw } from "../raw-http.test-support.ts";
import { controlRequests, createControlled, id } from "./requests.test-support.ts";

type Headers = Readonly<Record<string, string>>;

/** The same request in process and over a socket; header names in lower case. */
async function askBothWays(request: { method: string; path: string; body?: string }, headers: Headers) {
  const { server } = await createControlled({ cors: ["https://app.example"] });
  const { method, path, body = "" } = request;
  const inProcess = await server.fetch(`http://127.0.0.1:1${path}`, {
    method,
    headers,
    ...(body !== "" && { body }),
  });
  await server.listen();
  try {
    const { port } = new URL(server.url);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(":1", `:${port}`)}\r\n`);
    const start = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n`;
    const [answer] = await sendRaw(
      server.url,
      `${start}${lines.join("")}content-length: ${body.length}\r\n\r\n${body}`,
    );
    return [
      [inProcess.status, Object.fromEntries(inProcess.headers)],
      [answer!.statusCode, answer!.headers],
    ] as const;
  } finally {
    await server.close();
  }
}

const foreign: [string, Headers][] = [
  ["another site", { origin: "https://evil.example" }],
  ["an origin that CORS lists", { origin: "https://app.example" }],
  ["another port", { origin: "http://127.0.0.1:3" }],
  ["the same address by another name", { origin: "http://localhost:1" }],
  ["https in place of http", { origin: "https://127.0.0.1:1" }],
  ["a page without an origin", { origin: "null" }],
  ["an empty origin", { origin: "" }],
  ["an image or a link of another site", { "sec-fetch-site": "cross-site" }],
  ["another port, as the browser says", { "sec-fetch-site": "same-site" }],
  ["a page that says it is ours, and is not", { origin: "http://127.0.0.1:1", "sec-fetch-site": "cross-site" }],
];

describe("requests of other origins are refused, in process and over sockets", () => {
  test.each(foreign)("%s", async (_, headers) => {
    for (const path of ["/__mock/server", "/__mock", "/__mock/nowhere"]) {
      for (const [status, answered] of await askBothWays({ method: "GET", path }, headers)) {
        expect([path, status]).toEqual([path, 403]);
        expect(Object.keys(answered).filter((name) => name.startsWith("access-control-"))).toEqual([]);
      }
    }
  });

  test("every operation, and nothing is done", async () => {
    const { server, ask, saved } = await createControlled();
    for (const request of controlRequests) {
      expect([request.path, (await ask(request, { origin: "https://evil.example" })).status]).toEqual([
        request.path,
        403,
      ]);
    }
    expect([server.store.series.length, server.store.points(id).length, saved]).toEqual([1, 3, []]);
    expect([server.clock.offset, server.faults.waiting, server.faults.scheduled]).toEqual([0, [], undefined]);
  });

  test.each(["GET", "POST", "PUT", "DELETE"])("a preflight for %s allows nothing", async (method) => {
    const headers = {
      origin: "https://app.example",
      "access-control-request-method": method,
      "access-control-request-headers": "content-type",
      "access-control-request-private-network": "true",
    };
    for (const [status, answered] of await askBothWays({ method: "OPTIONS", path: "/__mock/reset" }, headers)) {
      expect(status).toBe(403);
      expect(Object.keys(answered).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });
});

describe("the server's own page, and programs, are let in", () => {
  test.each<[string, Headers]>([
    ["a program", {}],
    ["the page, reading", { "sec-fetch-site": "same-origin" }],
    ["the page, writing", { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-origin" }],
    ["somebody who types the address", { "sec-fetch-site": "none" }],
  ])("%s", async (_, headers) => {
    for (const [status, answered] of await askBothWays({ method: "GET", path: "/__mock/server" }, headers)) {
      expect([status, answered["cache-control"], answered["x-content-type-options"]]).toEqual([
        200,
        "no-store",
        "nosniff",
      ]);
      expect(Object.keys(answered).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "but not a body of the type '%s', which a form could send",
    async (contentType) => {
      const body = '{"statusCode":503}';
      const headers = { "content-type": contentType };
      for (const path of ["/__mock/faults", "/__mock/reset"]) {
        for (const [status] of await askBothWays({ method: "POST", path, body }, headers)) {
          expect([path, status]).toEqual([path, 415]);
        }
      }
    },
  );
});

test("a name that leads to this server is refused before", async () => {
  const { server } = await createControlled();
  await server.listen();
  try {
    const text = "GET /__mock/server HTTP/1.1\r\nhost: evil.example\r\norigin: http://evil.example\r\n\r\n";
    expect((await sendRaw(server.url, text)).map(({ statusCode }) => statusCode)).toEqual([421]);
  } finally {
    await server.close();
  }
});
