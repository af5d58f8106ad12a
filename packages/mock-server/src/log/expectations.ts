import { OmniaError } from "@omnia-timeseries/core";
import type { AnyOperationId } from "../apis.ts";
import type { LoggedRequest } from "../request-log.ts";
import type { ApiName } from "../served-api.ts";
import { validateOperation } from "../validate-operation.ts";
import { describeAsked, describeOperation } from "./describe-request.ts";

/** A request that should come. */
export interface ExpectedRequest {
  readonly operationId: AnyOperationId;
  /** Of this API; by default of any that has the operation. */
  readonly api?: ApiName;
  /** How often. By default once. */
  readonly times?: number;
}

/** How what was expected and what came agree. */
export interface ExpectationReport {
  /** Empty where nothing was expected, and everything may come. */
  readonly expected: readonly ExpectedRequest[];
  /** What has not come yet; `times` says how often it still should. */
  readonly missing: readonly ExpectedRequest[];
  /** What came and was not expected; the first 1000. */
  readonly unexpected: readonly LoggedRequest[];
  /** All of it as text; empty where all is as expected. */
  readonly explanation: string;
}

export interface Expectations {
  /** @throws OmniaError `invalid-argument` */
  readonly begin: (expected: readonly ExpectedRequest[]) => void;
  readonly end: () => void;
  /**
   * Counts a request as come, if one like it is still waited for.
   * @param asked the operation, which an unknown path has not
   * @returns why it is refused, or undefined where it may go on
   */
  readonly take: (
    asked: { readonly operationId: string; readonly api: ApiName } | undefined,
    request: { readonly method: string; readonly url: string },
  ) => string | undefined;
  /** Keeps a request that was refused. */
  readonly addUnexpected: (request: LoggedRequest) => void;
  /** @param explainLog the whole log, which goes with what is not as expected */
  readonly report: (explainLog: () => string) => ExpectationReport;
}

/** As many are kept of a client that goes on asking: the first tell enough. */
const maxUnexpected = 1000;

const describeTimes = (times: number): string => (times === 1 ? "once" : `${times} times`);

const describeExpected = ({ operationId, api, times = 1 }: ExpectedRequest): string =>
  `${operationId}${api === undefined ? "" : ` of ${api}`}, ${describeTimes(times)}`;

function validateExpected(expected: ExpectedRequest, name: string): void {
  const { operationId, times = 1 } = expected;
  if (typeof operationId !== "string") throw new OmniaError("invalid-argument", `${name}.operationId: is required.`);
  validateOperation(expected, name);
  if (!Number.isInteger(times) || times < 1) {
    throw new OmniaError("invalid-argument", `${name}.times: ${times} is not a whole number from 1 on.`);
  }
}

export function createExpectations(): Expectations {
  let waiting: { readonly expected: ExpectedRequest; left: number }[] | undefined;
  let unexpected: LoggedRequest[] = [];
  let more = 0;

  const listMissing = (): ExpectedRequest[] =>
    (waiting ?? []).filter(({ left }) => left > 0).map(({ expected, left }) => ({ ...expected, times: left }));
  const replace = (expected: typeof waiting): void => {
    waiting = expected;
    unexpected = [];
    more = 0;
  };

  function explain(missing: readonly ExpectedRequest[], explainLog: () => string): string {
    if (missing.length === 0 && unexpected.length === 0) return "";
    return [
      "What came is not what was expected.",
      ...missing.map((one) => `- missing: ${describeExpected(one)}`),
      ...unexpected.map((one) => `- not expected: ${describeAsked(one)} (${describeOperation(one)})`),
      ...(more === 0 ? [] : [`- not expected: ${more} more`]),
      explainLog(),
    ].join("\n");
  }

  return {
    begin(expected) {
      expected.forEach((one, i) => validateExpected(one, `expected[${i}]`));
      replace(expected.map((one) => ({ expected: one, left: one.times ?? 1 })));
    },
    end: () => replace(undefined),
    take(asked, request) {
      if (waiting === undefined) return undefined;
      const fitting = waiting.filter(
        ({ expected, left }) =>
          left > 0 && expected.operationId === asked?.operationId && (expected.api ?? asked.api) === asked.api,
      );
      // One that names its API first: the others fit what comes of another API, too.
      const found = fitting.find(({ expected }) => expected.api !== undefined) ?? fitting[0];
      if (found !== undefined) {
        found.left--;
        return undefined;
      }
      const missing = listMissing();
      return [
        `${describeAsked(request)} was not expected (${describeOperation({ operationId: asked?.operationId, api: asked?.api })}).`,
        missing.length === 0 ? "Nothing more is." : `Still expected: ${missing.map(describeExpected).join("; ")}.`,
        ...(asked === undefined
          ? []
          : [`To allow it, expect { operationId: ${JSON.stringify(asked.operationId)} } too, or more times.`]),
      ].join(" ");
    },
    addUnexpected(request) {
      if (unexpected.length < maxUnexpected) unexpected.push(request);
      else more++;
    },
    report(explainLog) {
      const missing = listMissing();
      return {
        expected: (waiting ?? []).map(({ expected }) => expected),
        missing,
        unexpected: [...unexpected],
        explanation: explain(missing, explainLog),
      };
    },
  };
}
