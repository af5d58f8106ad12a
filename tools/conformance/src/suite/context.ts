import type { Answer } from "./answer.ts";
import type { ApiName } from "./api-name.ts";
import type { CaseContext, CaseRequest } from "./case.ts";
import { Refused } from "./finding.ts";
import { readSample } from "./read-sample.ts";

/** A server that cases can ask. */
export interface Target {
  /** Base URL of each API, without a slash at the end. */
  readonly baseUrls: Readonly<Record<ApiName, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly getToken: (api: ApiName) => Promise<string>;
  /** The series to read; the two others say what its metadata says where the id alone is known. */
  readonly series: { readonly id: string; readonly name?: string; readonly facility?: string };
  readonly nowMs: () => number;
  readonly advance?: (by: string) => void;
}

function writeQuery(query: CaseRequest["query"] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

const reasons: Readonly<Record<number, string>> = {
  401: "the token is not accepted (401): check AZURE_TENANT_ID, AZURE_CLIENT_ID and the target",
  403: "the caller has no access (403): ask for the role of this API",
  429: "too many requests (429): wait some minutes, and use a longer --pause",
};

export function createContext(target: Target): CaseContext {
  let count = 0;
  let sample: ReturnType<CaseContext["sample"]> | undefined;
  const run = Math.floor(target.nowMs()).toString(36);

  async function getToken(api: ApiName): Promise<string> {
    try {
      return await target.getToken(api);
    } catch {
      // What it says may name people; the command shows it, the report does not.
      throw new Refused(`${api}: the sign-in gives no token for it`, false);
    }
  }

  async function send(request: CaseRequest): Promise<Answer> {
    const { api = "timeseries", path, query, body, headers } = request;
    const token = request.token === undefined ? await getToken(api) : request.token;
    const { method = body === undefined ? "GET" : "POST" } = request;
    const response = await target.fetch(`${target.baseUrls[api]}${path}${writeQuery(query)}`, {
      method,
      redirect: "error",
      headers: {
        accept: "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status } = response;
    const reason = reasons[status];
    if (reason !== undefined && request.token === undefined) throw new Refused(`${api}: ${reason}`, status === 429);
    return { status, headers: response.headers, bytes };
  }

  return {
    send,
    sample: () => (sample ??= readSample(send, target.series)),
    unique: () => `conformance-${run}-${++count}`,
    nowMs: target.nowMs,
    getToken: target.getToken,
    advance(by) {
      if (target.advance === undefined) throw new TypeError("The clock of a service cannot be moved.");
      target.advance(by);
    },
  };
}
