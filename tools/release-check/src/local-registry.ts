import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

// Its declarations need packages that it does not bring.
const { runServer } = createRequire(import.meta.url)("verdaccio") as {
  readonly runServer: (config: Readonly<Record<string, unknown>>) => Promise<Server>;
};

/** The packages of this repository; everything else comes from where the machine gets its packages. */
export const scope = "@omnia-timeseries";

export interface LocalRegistry {
  /** With a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A registry on a free port of the loopback, with its storage in `folder`. It has the packages of our
 * scope and no uplink: package managers ask it for that scope alone, so that settings and sign-in
 * for all other packages stay with the machine's own configuration.
 */
export async function createLocalRegistry(folder: string): Promise<LocalRegistry> {
  const app = await runServer({
    storage: join(folder, "storage"),
    self_path: join(folder, "verdaccio.yaml"),
    configPath: join(folder, "verdaccio.yaml"),
    auth: { htpasswd: { file: join(folder, "htpasswd"), max_users: -1 } },
    packages: { [`${scope}/*`]: { access: "$all", publish: "$all", unpublish: "$all" } },
    log: { type: "stdout", format: "pretty", level: "fatal" },
    max_body_size: "100mb",
    web: { enable: false },
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
