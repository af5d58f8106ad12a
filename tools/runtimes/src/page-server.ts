import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Name of the script that the page begins with. */
export const firstScript = "in-page.js";

/** A page with the cases in it, and beside it the control API, which answers no page of another origin. */
export interface PageServer extends AsyncDisposable {
  readonly url: string;
}

export async function startPageServer(scripts: ReadonlyMap<string, string>, controlUrl: string): Promise<PageServer> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "/", method = "GET" } = request;
    if (url.startsWith("/control/")) {
      const headers = { "content-type": "application/json" };
      const body = await text(request);
      const forwarded = await fetch(controlUrl + url.slice("/control".length), { method, headers, body });
      response.writeHead(forwarded.status).end(await forwarded.text());
    } else if (url === "/") {
      const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${firstScript}"></script>`;
      response.writeHead(200, { "content-type": "text/html" }).end(page);
    } else {
      const script = scripts.get(url.slice(1));
      response.writeHead(script === undefined ? 404 : 200, { "content-type": "text/javascript" }).end(script);
    }
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
