import type { Fault } from "../faults/fault.ts";
import { formatMs } from "../format-ms.ts";
import type { AnsweredRequest, LoggedRequest } from "../request-log.ts";
import { formatCurl } from "./format-curl.ts";
import type { AskedRequest } from "./format-curl.ts";

/** One of very many: a class, so that `curl` takes no room until somebody reads it. */
export class LogEntry implements LoggedRequest {
  readonly number: number;
  readonly time: string;
  readonly durationMs: number;
  readonly api: LoggedRequest["api"];
  readonly operationId: LoggedRequest["operationId"];
  readonly method: string;
  readonly url: string;
  readonly unknown: readonly string[];
  readonly statusCode: number | undefined;
  readonly isUnexpected: boolean;
  declare readonly fault?: Fault;
  readonly #asked: Pick<AskedRequest, "accept" | "contentType" | "hasBody">;
  #body: string | undefined;

  constructor(number: number, answeredMs: number, answered: AnsweredRequest) {
    const { accept, contentType, hasBody, body, fault } = answered;
    this.number = number;
    this.time = formatMs(answeredMs);
    this.durationMs = answeredMs - answered.startedMs;
    this.api = answered.api;
    this.operationId = answered.operationId;
    this.method = answered.method;
    this.url = answered.url;
    this.unknown = answered.unknown;
    this.statusCode = answered.statusCode;
    this.isUnexpected = answered.isUnexpected;
    if (fault !== undefined) this.fault = fault;
    this.#asked = { accept, contentType, hasBody };
    this.#body = body;
  }

  get curl(): string {
    return formatCurl({ method: this.method, url: this.url, ...this.#asked, body: this.#body });
  }

  dropBody(): void {
    this.#body = undefined;
  }
}
