/** The connection breaks before there is an answer: whoever serves makes it so. */
export class ConnectionReset extends Error {
  constructor() {
    super("The connection is reset by a fault.");
  }
}

/** What Node's `fetch` throws when a connection breaks before the headers (`fetch failed`) or after (`terminated`). */
export function createNetworkError(message: "fetch failed" | "terminated"): TypeError {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  return new TypeError(message, { cause });
}
