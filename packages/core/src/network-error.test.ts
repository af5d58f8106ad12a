import { describe, expect, test } from "vitest";
import { createNetworkError, wasNeverSent } from "./network-error.ts";

const url = "https://timeseries.example/plant";

/** As Node's fetch throws it. */
const failed = (message: string, code?: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

const proxyHint = "HTTPS_PROXY only with NODE_USE_ENV_PROXY=1";
const rootHint = "NODE_EXTRA_CA_CERTS=<file.pem>, or NODE_USE_SYSTEM_CA=1";

describe("a request that never left may always be sent again, and its error has a hint", () => {
  test.each([
    [failed("getaddrinfo ENOTFOUND timeseries.example", "ENOTFOUND"), proxyHint, true],
    [failed("getaddrinfo EAI_AGAIN timeseries.example", "EAI_AGAIN"), proxyHint, true],
    [failed("connect ECONNREFUSED 192.0.2.1:443", "ECONNREFUSED"), proxyHint, true],
    [failed("connect ETIMEDOUT 192.0.2.1:443", "ETIMEDOUT"), proxyHint, true],
    [failed("connect EHOSTUNREACH 192.0.2.1:443", "EHOSTUNREACH"), proxyHint, true],
    [failed("Connect Timeout Error", "UND_ERR_CONNECT_TIMEOUT"), proxyHint, true],
    [failed("self-signed certificate in certificate chain", "SELF_SIGNED_CERT_IN_CHAIN"), rootHint, false],
    [failed("unable to verify the first certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"), rootHint, false],
    [failed("certificate has expired", "CERT_HAS_EXPIRED"), "certificate has expired.", false],
    [failed("Hostname/IP does not match", "ERR_TLS_CERT_ALTNAME_INVALID"), "does not match.", false],
    [failed("Proxy response (407) !== 200 when HTTP Tunneling", "UND_ERR_ABORTED"), "HTTPS_PROXY=http://<name>", false],
    [failed("Proxy response (403) !== 200 when HTTP Tunneling", "UND_ERR_ABORTED"), "no way to this host", false],
    [failed("Proxy response (503) !== 200 when HTTP Tunneling", "UND_ERR_ABORTED"), "no way to this host", true],
  ])("%s", (cause, hint, isRetryable) => {
    const error = createNetworkError(url, cause);
    expect(error).toMatchObject({ code: "network", isRetryable });
    expect(error.message).toContain("No answer from timeseries.example: ");
    expect(error.message).toContain(hint);
    expect(wasNeverSent(error)).toBe(true);
  });

  test("of a host with several addresses the first one tells", () => {
    const refusals = ["192.0.2.1", "192.0.2.2"].map((ip) =>
      Object.assign(new Error(`connect ETIMEDOUT ${ip}:443`), { code: "ETIMEDOUT" }),
    );
    const cause = Object.assign(new AggregateError(refusals), { code: "ETIMEDOUT" });
    const error = createNetworkError(url, new TypeError("fetch failed", { cause }));
    expect(error.message).toMatch(/^No answer from timeseries\.example: connect ETIMEDOUT 192\.0\.2\.1:443\. Where/);
    expect(wasNeverSent(error)).toBe(true);
  });
});

describe("nobody knows what became of a request", () => {
  test.each([
    failed("read ECONNRESET", "ECONNRESET"),
    failed("read ETIMEDOUT", "ETIMEDOUT"),
    failed("write EHOSTUNREACH", "EHOSTUNREACH"),
    failed("other side closed", "UND_ERR_SOCKET"),
    failed("Headers Timeout Error", "UND_ERR_HEADERS_TIMEOUT"),
    failed("This operation was aborted", "UND_ERR_ABORTED"),
    new TypeError("Failed to fetch"),
    new Error("connect to me"),
    "text",
    undefined,
  ])("after %s", (cause) => {
    const error = createNetworkError(url, cause);
    expect(error).toMatchObject({ code: "network", isRetryable: true });
    expect(wasNeverSent(error)).toBe(false);
    expect(error.message).not.toMatch(/PROXY|CERTS/);
  });
});

test("Node's own patience is named where it was shorter than attemptTimeoutMs", () => {
  expect(createNetworkError(url, failed("Headers Timeout Error", "UND_ERR_HEADERS_TIMEOUT")).message).toBe(
    "No answer from timeseries.example: Headers Timeout Error. Node's own fetch waits no longer than 300 s. See docs/networks.md.",
  );
});

test.each(["http://127.0.0.1:4180", "http://localhost:4180", "http://[::1]:4180"])(
  "no proxy is between us and %s",
  (own) => {
    const error = createNetworkError(own, failed("connect ECONNREFUSED 127.0.0.1:4180", "ECONNREFUSED"));
    expect(error.message).toMatch(/4180: connect ECONNREFUSED 127\.0\.0\.1:4180\.$/);
  },
);

test("the reason is one line that ends once", () => {
  expect(createNetworkError(url, failed("wrong version number:tls.c:77:\n", "EPROTO")).message).toBe(
    "No answer from timeseries.example: wrong version number:tls.c:77:.",
  );
});
