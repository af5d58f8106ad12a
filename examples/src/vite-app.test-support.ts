import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

const root = fileURLToPath(new URL("../vite-browser/", import.meta.url));

/** The app of `vite-browser/`, built into a folder of its own. */
export interface BuiltApp extends AsyncDisposable {
  readonly folder: string;
  /** Serves it on loopback. @returns its address */
  serve(): Promise<string>;
}

/** @param baseUrl of the API, for a build that is not of the mode `mock` */
export async function buildApp(mode: "mock" | "production", baseUrl = "https://api.invalid"): Promise<BuiltApp> {
  const folder = await mkdtemp(join(tmpdir(), "vite-app-"));
  const shared = { root, mode, logLevel: "error", build: { outDir: folder, emptyOutDir: true } } as const;
  await build({ ...shared, define: { "import.meta.env.VITE_BASE_URL": JSON.stringify(baseUrl) } });
  const closings: (() => Promise<void>)[] = [];
  return {
    folder,
    async serve() {
      const server = await preview({ ...shared, preview: { host: "127.0.0.1", port: 0 } });
      closings.push(() => server.close());
      return server.resolvedUrls!.local[0]!;
    },
    async [Symbol.asyncDispose]() {
      for (const close of closings) await close();
      await rm(folder, { recursive: true });
    },
  };
}
