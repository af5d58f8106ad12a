import { fileURLToPath } from "node:url";
import type { MockServer } from "@omnia-timeseries/mock-server";
import { createServer } from "vite";

/** The page, served by Vite in development mode, reading from a mock server on a port. */
export interface Dev extends AsyncDisposable {
  readonly url: string;
}

/** Serves both on loopback. @param port of the page; 0 is any that is free */
export async function startDev(mock: MockServer, port: number): Promise<Dev> {
  await mock.listen();
  const vite = await createServer({
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "warn",
    define: { "import.meta.env.VITE_BASE_URL": JSON.stringify(mock.url) },
    server: { host: "127.0.0.1", port },
  });
  await vite.listen();
  return {
    url: vite.resolvedUrls!.local[0]!,
    async [Symbol.asyncDispose]() {
      await vite.close();
      await mock.close();
    },
  };
}
