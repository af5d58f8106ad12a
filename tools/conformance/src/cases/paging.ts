import { wireTime } from "../bodies.ts";
import type { Answer } from "../suite/answer.ts";
import { dig, digList, readJson } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase, Query } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";
import { between, expectRows, readRows, readToken } from "../suite/rows.ts";
import type { Row } from "../suite/rows.ts";

const shared = { operationIds: ["GetData"], needs: ["read"] } as const;
const pageSize = 2;

/** Rows 2 to 6 of the sample, five points, in pages of two. */
async function readPages(context: CaseContext): Promise<{ pages: Answer[]; expected: readonly Row[] }> {
  const { id, rows } = await context.sample();
  const query: Query = {
    startTime: wireTime(between(rows[1]!, rows[2]!)),
    endTime: wireTime(between(rows[6]!, rows[7]!)),
    limit: pageSize,
  };
  const pages: Answer[] = [];
  let token: string | undefined;
  do {
    const continued: Query = token === undefined ? {} : { continuationToken: token };
    const page = await context.send({ path: `/${id}/data`, query: { ...query, ...continued } });
    pages.push(page);
    readRows(page);
    const next = readToken(page);
    expectThat(next === undefined || next !== token, "a token that repeats");
    expectThat(pages.length <= 5, "no end after five pages of two for five points");
    token = next;
  } while (token !== undefined);
  return { pages, expected: rows.slice(2, 7) };
}

/** Limits, tokens and counts of raw points. */
export const pagingCases: readonly ConformanceCase[] = [
  {
    ...shared,
    name: "a page is not longer than its limit, and the pages together are the window",
    rests: { fact: "[wiki], [sdk]" },
    async check(context) {
      const { pages, expected } = await readPages(context);
      const lengths = pages.map((page) => readRows(page).length);
      expectThat(Math.max(...lengths) === pageSize, `pages of ${lengths.join(", ")} with a limit of ${pageSize}`);
      expectRows(
        pages.flatMap((page) => readRows(page)),
        expected,
      );
    },
  },
  {
    ...shared,
    name: "a continuationToken can stand in a URL as it is",
    rests: { assumption: "continuationToken" },
    async check(context) {
      const token = readToken((await readPages(context)).pages[0]!);
      expectThat(token !== undefined, "no token on a page that is not the last");
      expectThat(/^[\w.~-]+$/.test(token), "a token with characters that a URL does not take");
    },
  },
  {
    ...shared,
    name: "a continuationToken of nowhere is refused with 400",
    rests: { assumption: "continuationToken" },
    async check({ send, sample }) {
      const query = { limit: 1, continuationToken: "bm93aGVyZQ" };
      const { status } = await send({ path: `/${(await sample()).id}/data`, query });
      expectThat(status === 400, `status ${status}`);
    },
  },
  {
    ...shared,
    name: "totalCount is that of the window, on every page",
    rests: { assumption: "totalCount" },
    async check(context) {
      const { pages, expected } = await readPages(context);
      const counts = pages.map((page) => dig(digList(readJson(page), "data", "items")[0], "totalCount"));
      const isRight = counts.every((count) => count === expected.length);
      expectThat(isRight, `${JSON.stringify(counts)} on pages of ${pageSize} for ${expected.length} points`);
    },
  },
  ...[0, 100_001].map((limit): ConformanceCase => ({
    ...shared,
    name: `a limit of ${limit} is refused with 400`,
    rests: { assumption: "limit" },
    async check({ send, sample }) {
      const { rows, id } = await sample();
      // A window of one point, should it be taken.
      const query = { limit, startTime: rows[2]!.time, endTime: rows[3]!.time };
      const { status } = await send({ path: `/${id}/data`, query });
      expectThat(status === 400, `status ${status}`);
    },
  })),
];
