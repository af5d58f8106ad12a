// A sign-in that answers what it is told to, over TLS, for answers that the mock server does not give.
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createAuthority } from "../certificates.test-support.ts";

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly body: object | string;
}

/** What was asked: a path, and the fields of the form. */
export type Answers = (path: string, form: URLSearchParams) => Answer | Promise<Answer>;

export interface StubAuthority extends AsyncDisposable {
  readonly authorityHost: string;
  readonly ca: string;
  answers: Answers;
  /** The forms that came to the token endpoint. */
  readonly tokenRequests: URLSearchParams[];
}

/**
 * An error as Entra ID answers it: the fields and the order of the text are those of the documentation.
 * Source: Microsoft, "Microsoft Entra authentication and authorization error codes", "Handling error codes in your application".
 */
export function refusal(code: number, sentence: string, { status = 400, error = "invalid_grant" } = {}): Answer {
  const id = "255d1aef-8c98-452f-ac51-23d051240864";
  const description = `AADSTS${code}: ${sentence} Trace ID: ${id} Correlation ID: ${id} Timestamp: 2016-01-09 02:02:12Z`;
  return { status, body: { error, error_description: description, error_codes: [code], trace_id: id } };
}

export async function createStubAuthority(): Promise<StubAuthority> {
  const company = createAuthority("A sign-in of a test");
  const server = createServer(company.issueFor("127.0.0.1"));
  const tokenRequests: URLSearchParams[] = [];
  server.on("request", (incoming, outgoing) => {
    void (async () => {
      const form = new URLSearchParams(await text(incoming));
      const { pathname } = new URL(incoming.url ?? "/", stub.authorityHost);
      if (pathname.endsWith("/token")) tokenRequests.push(form);
      const { status = 200, headers = {}, body } = await stub.answers(pathname, form);
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stub: StubAuthority = {
    authorityHost: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: company.root,
    answers: () => ({ status: 404, body: {} }),
    tokenRequests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return stub;
}

const grant = { user_code: "ABC", device_code: "d", verification_uri: "https://page.example", message: "Enter ABC." };

/**
 * A whole sign-in, whose token endpoint gives this answer, or these in turn and the last one ever after.
 * Sources: OpenID Connect Discovery 1.0, section 3; RFC 8628, section 3.2.
 *
 * @param expiresInSeconds of device codes
 */
export function answerTokens(stub: StubAuthority, answers: readonly Answer[], expiresInSeconds = 900): Answers {
  let asked = 0;
  return (path) => {
    if (path.endsWith("/token")) return answers[Math.min(asked++, answers.length - 1)]!;
    if (path.endsWith("/devicecode")) return { body: { ...grant, expires_in: expiresInSeconds, interval: 0.01 } };
    const [, tenantId = ""] = path.split("/");
    const base = `${stub.authorityHost}/${tenantId}`;
    return {
      body: {
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      },
    };
  };
}
