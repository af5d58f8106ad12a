import { controlApi } from "./control-api.ts";
import type { LoggedRequest } from "./control-api.ts";
import { copyText } from "./copy-text.ts";
import { element } from "./element.ts";
import { formatFault } from "./format.ts";
import { part } from "./part.ts";
import { report } from "./report.ts";
import { createRovingFocus } from "./roving-focus.ts";

/** More than anybody reads; the whole log is in `GET /__mock/log`. */
const mostShown = 500;

function isFailed({ statusCode, isUnexpected }: LoggedRequest): boolean {
  return statusCode === null || statusCode >= 400 || isUnexpected;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return decodeURI(pathname) + search;
}

/** What the filter looks into, too. */
function describe(request: LoggedRequest): readonly [string, string][] {
  const { api, operationId, statusCode, durationMs, fault, isUnexpected, unknown } = request;
  return [
    ["", `#${request.number}`],
    ["", request.time.slice("2024-01-01T".length, "2024-01-01T00:00:00.000".length)],
    ["", operationId === undefined ? "no operation" : api === "timeseries" ? operationId : `${operationId} of ${api}`],
    ...(durationMs === undefined ? [] : [["", `${Math.round(durationMs)} ms`] as [string, string]]),
    ...(statusCode === null ? [["chip bad", "no answer"] as [string, string]] : []),
    ...(fault === undefined ? [] : [["chip warn", `fault: ${formatFault(fault)}`] as [string, string]]),
    ...(isUnexpected ? [["chip bad", "unexpected"] as [string, string]] : []),
    ...(unknown.length === 0 ? [] : [["chip warn", `unknown: ${unknown.join(", ")}`] as [string, string]]),
  ];
}

function describeRow(request: LoggedRequest, copy: (request: LoggedRequest) => void): HTMLElement {
  const { method, url, statusCode, number } = request;
  return element(
    "li",
    { class: isFailed(request) ? "failed" : "", "data-number": number },
    element("span", { class: "status" }, `${isFailed(request) ? "✗" : ""}${statusCode ?? ""}`),
    element(
      "div",
      {},
      element("div", { class: "path" }, `${method} ${pathOf(url)}`),
      element(
        "div",
        { class: "details" },
        ...describe(request).map(([name, text]) => element("span", { class: name }, text)),
      ),
    ),
    element(
      "button",
      { type: "button", tabindex: -1, "aria-label": `Copy #${number} as curl`, click: () => copy(request) },
      "curl",
    ),
  );
}

/** The log of requests, newest first. */
export interface LogSection {
  /** Asks for what is new. True if a request may have changed series or points. */
  follow(): Promise<boolean>;
  /** Begins anew: the server may be another one. */
  forget(): void;
}

export function createLogSection(): LogSection {
  const list = part("log-list");
  const filter = part("log-filter", HTMLInputElement);
  const onlyFailed = part("log-failed", HTMLInputElement);
  const keepFocus = createRovingFocus(list, "button");
  /** Oldest first, as the server has them. */
  let requests: LoggedRequest[] = [];
  let last = 0;
  let total = 0;

  const isShown = (request: LoggedRequest): boolean => {
    const text = [
      request.method,
      pathOf(request.url),
      request.statusCode ?? "",
      ...describe(request).map(([, one]) => one),
    ];
    return (
      (!onlyFailed.checked || isFailed(request)) && text.join(" ").toLowerCase().includes(filter.value.toLowerCase())
    );
  };
  const copy = (request: LoggedRequest): void =>
    void report("log", async () => {
      await copyText(request.curl);
      part("log-said").textContent = `Copied #${request.number} as curl.`;
      const button = list.querySelector(`[data-number="${request.number}"] button`);
      for (const other of list.querySelectorAll("button")) other.textContent = other === button ? "copied" : "curl";
    });
  const showCount = (): void => {
    const count = list.childElementCount;
    part("log-count").textContent = count === total ? String(total) : `${count} of ${total}`;
    const isEmpty = part("log-empty");
    isEmpty.hidden = count > 0;
    isEmpty.textContent =
      requests.length === 0 ? "Nothing was asked yet." : "None of the last requests fits the filter.";
    keepFocus();
  };
  const showAll = (): void => {
    list.replaceChildren(
      ...requests
        .filter(isShown)
        .toReversed()
        .map((request) => describeRow(request, copy)),
    );
    showCount();
  };
  const forget = (): void => {
    requests = [];
    last = 0;
    total = 0;
    showAll();
  };

  const follow = async (): Promise<boolean> => {
    const answer = await controlApi("get", "/log", { query: { after: last, limit: mostShown } });
    // Two rounds may have asked at the same time.
    const fresh = answer.requests.filter(({ number }) => number > last);
    // Somebody emptied the log in between: what is here is not in it any more.
    if (answer.total + answer.forgotten < total + fresh.length && total > 0) {
      forget();
      return follow();
    }
    total = answer.total + answer.forgotten;
    if (fresh.length === 0) return false;
    last = fresh.at(-1)!.number;
    requests = [...requests, ...fresh].slice(-mostShown);
    list.prepend(
      ...fresh
        .filter(isShown)
        .toReversed()
        .map((request) => describeRow(request, copy)),
    );
    while (list.childElementCount > mostShown) list.lastElementChild!.remove();
    for (const { operationId } of fresh) addOperation(operationId);
    showCount();
    return fresh.some(({ method, operationId = "" }) => method !== "GET" && !operationId.startsWith("GetMultiple"));
  };

  filter.addEventListener("input", showAll);
  onlyFailed.addEventListener("change", showAll);
  part("log-clear").addEventListener("click", () => {
    void report("log", async () => {
      await controlApi("delete", "/log", {});
      forget();
    });
  });
  return { follow, forget };
}

/** Operations that were asked are offered where a fault is for one of them. */
function addOperation(operationId: string | undefined): void {
  const operations = part("operations");
  const isThere = [...operations.children].some((option) => (option as HTMLOptionElement).value === operationId);
  if (operationId !== undefined && !isThere) operations.append(element("option", { value: operationId }));
}
