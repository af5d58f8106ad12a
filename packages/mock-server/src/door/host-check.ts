import { OmniaError } from "@omnia-timeseries/core";
import { Refusal } from "../refusal.ts";

/** A name or an address without brackets and port, as a URL spells it; `undefined` for anything else. */
function readHost(text: string): string | undefined {
  const authority = text.includes(":") ? `[${text}]` : text;
  if (!/^[\w.:[\]-]+$/.test(text) || !URL.canParse(`http://${authority}`)) return undefined;
  return hostOf(`http://${authority}`);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replaceAll(/^\[|\]$/g, "");
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/**
 * The check of the host that a request over a socket names. A page of the Internet can have its own name lead to
 * 127.0.0.1 (DNS rebinding), and then reads what it likes; but it cannot hide the name.
 *
 * The function that it returns takes the URL and the address that the connection came to.
 *
 * @param allowHosts names and addresses that are good beside loopback ones
 * @throws OmniaError `invalid-argument` for what is neither; from the check a Refusal, 421
 */
export function createHostCheck(allowHosts: readonly string[]): (url: string, localAddress: string) => void {
  const allowed = new Set(
    allowHosts.map((text) => {
      const host = readHost(text);
      if (host !== undefined) return host;
      throw new OmniaError(
        "invalid-argument",
        `allowHosts: ${JSON.stringify(text)} is neither a name nor an address. Leave scheme and port away.`,
      );
    }),
  );
  return (url, localAddress) => {
    const host = hostOf(url);
    if (isLoopback(host) || allowed.has(host) || readHost(localAddress.replace(/^::ffff:/, "")) === host) return;
    throw new Refusal(
      421,
      `The host '${host}' is not one of this server's. If it should be, start it with ` +
        `listen({ allowHosts: [${JSON.stringify(host)}] }) or --allow-host ${host}.`,
    );
  };
}
