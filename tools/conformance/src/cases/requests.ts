import { wireTime } from "../bodies.ts";
import { digText, expectMessage, expectStatus, readItems, readJson, readOnlyItem } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";
import { between, expectRows, readRows } from "../suite/rows.ts";

const shared = { operationIds: ["GetData"], needs: ["read"] } as const;
const nowhere = "00000000-0000-4000-8000-000000000000";

async function windowOf({
  sample,
}: CaseContext): Promise<{ id: string; query: { startTime: string; endTime: string } }> {
  const { id, rows } = await sample();
  const startTime = wireTime(between(rows[1]!, rows[2]!));
  return { id, query: { startTime, endTime: wireTime(between(rows[4]!, rows[5]!)) } };
}

/** What the official Python SDKs and other callers send, and what is refused. */
export const requestCases: readonly ConformanceCase[] = [
  {
    ...shared,
    name: "booleans are taken as Python writes them",
    rests: { fact: "[sdk], [sdk-old]" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      const ask = (includeOutsidePoints: string) =>
        context.send({ path: `/${id}/data`, query: { ...query, includeOutsidePoints } });
      expectRows(readRows(await ask("False")), rows.slice(2, 5));
      expectRows(readRows(await ask("True")), rows.slice(1, 6));
    },
  },
  {
    ...shared,
    name: "a path is taken with a slash at its end",
    rests: { fact: "[postman], [sdk-old]" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      expectRows(readRows(await context.send({ path: `/${id}/data/`, query })), rows.slice(2, 5));
    },
  },
  {
    ...shared,
    name: "words of a path are taken in any case",
    rests: { assumption: "paths" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      expectRows(readRows(await context.send({ path: `/${id}/DATA`, query })), rows.slice(2, 5));
    },
  },
  {
    ...shared,
    name: "a read may say Content-Type and debug, as the Python SDK does",
    rests: { fact: "[sdk]" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      const headers = { "content-type": "application/json" };
      const answer = await context.send({ path: `/${id}/data`, query: { ...query, debug: "True" }, headers });
      expectRows(readRows(answer), rows.slice(2, 5));
    },
  },
  {
    ...shared,
    name: "an unknown parameter is ignored",
    rests: { assumption: "unknownParameters" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      const answer = await context.send({ path: `/${id}/data`, query: { ...query, conformance: "unknown" } });
      expectRows(readRows(answer), rows.slice(2, 5));
    },
  },
  {
    ...shared,
    name: "an id is taken in capitals too",
    rests: { assumption: "unknownSeries" },
    async check(context) {
      const { id, query } = await windowOf(context);
      const { rows } = await context.sample();
      expectRows(readRows(await context.send({ path: `/${id.toUpperCase()}/data`, query })), rows.slice(2, 5));
    },
  },
  {
    name: "a series that there is not is a 404",
    operationIds: ["getTimeseriesById", "GetData", "GetLatest"],
    rests: { assumption: "unknownSeries" },
    needs: ["read"],
    async check({ send }) {
      for (const path of [`/${nowhere}`, `/${nowhere}/data?limit=1`, `/${nowhere}/data/latest`]) {
        const { status } = await send({ path });
        expectThat(status === 404, `status ${status}`);
      }
    },
  },
  {
    name: "an id that is no GUID is a 400",
    operationIds: ["getTimeseriesById"],
    rests: { assumption: "unknownSeries" },
    needs: ["read"],
    async check({ send }) {
      const { status } = await send({ path: "/not-a-guid" });
      expectThat(status === 400, `status ${status}`);
    },
  },
  {
    name: "an error is a message with the status of the answer and a traceId",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[spec], [changelog], [sdk]" },
    needs: ["read"],
    async check({ send }) {
      const answer = await send({ path: `/${nowhere}` });
      expectThat(answer.status >= 400, `status ${answer.status} for a series that there is not`);
      expectMessage(answer, answer.status);
      expectThat(digText(readJson(answer), "traceId") !== "", "an empty traceId");
    },
  },
  {
    name: "a traceId has the form of Kestrel's, such as 0HMT7I3PQEH7M:00000DB3",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[issue]" },
    needs: ["read"],
    async check({ send }) {
      const traceId = digText(readJson(await send({ path: `/${nowhere}` })), "traceId");
      expectThat(/^[\dA-Z]{13}:[\dA-F]{8}$/.test(traceId), "another form");
    },
  },
  {
    name: "a path that there is not is a 404",
    operationIds: [],
    rests: { assumption: "unknownPath" },
    needs: ["read"],
    async check({ send }) {
      const { status } = await send({ path: `/${nowhere}/nothing/here` });
      expectThat(status === 404, `status ${status}`);
    },
  },
  {
    name: "without a token the answer is 401",
    operationIds: ["Getall"],
    rests: { fact: "[wiki]" },
    needs: ["read"],
    async check({ send }) {
      expectMessage(await send({ path: "", query: { limit: 1 }, token: null }), 401);
    },
  },
  {
    name: "with a token that is none the answer is 401",
    operationIds: ["Getall"],
    rests: { fact: "[wiki]" },
    needs: ["read"],
    async check({ send }) {
      expectMessage(await send({ path: "", query: { limit: 1 }, token: "not-a-token" }), 401);
    },
  },
  {
    name: "a token is good for an hour and not longer",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[wiki]" },
    needs: ["read", "sign-in"],
    mockOnly: true,
    async check({ send, sample, getToken, advance }) {
      const { id } = await sample();
      const token = await getToken("timeseries");
      advance("59m");
      readOnlyItem(await send({ path: `/${id}`, token }));
      advance("2m");
      expectMessage(await send({ path: `/${id}`, token }), 401);
    },
  },
  {
    name: "a token of another API is not accepted",
    operationIds: ["Getall"],
    rests: { fact: "[wiki], [sdk]" },
    needs: ["read", "sign-in"],
    mockOnly: true,
    async check({ send, getToken }) {
      const answer = await send({ path: "", query: { limit: 1 }, token: await getToken("alarm-events") });
      expectMessage(answer, 401);
    },
  },
  {
    name: "a preflight of a browser is answered, for any origin",
    operationIds: ["GetData"],
    rests: { assumption: "cors" },
    needs: [],
    async check({ send }) {
      const answer = await send({
        method: "OPTIONS",
        path: `/${nowhere}/data`,
        token: null,
        headers: {
          origin: "https://app.example",
          "access-control-request-method": "GET",
          "access-control-request-headers": "authorization",
        },
      });
      expectThat(answer.status === 200 || answer.status === 204, `status ${answer.status}`);
      const origin = answer.headers.get("access-control-allow-origin");
      expectThat(origin === "*" || origin === "https://app.example", "no Access-Control-Allow-Origin for the origin");
      const allowed = (answer.headers.get("access-control-allow-headers") ?? "").toLowerCase();
      expectThat(/\*|authorization/.test(allowed), "no Access-Control-Allow-Headers for Authorization");
    },
  },
  {
    name: "an answer to a page of another origin may be read by it",
    operationIds: ["Getall"],
    rests: { fact: "[changelog]" },
    needs: ["read"],
    async check({ send }) {
      const answer = await send({ path: "", query: { limit: 1 }, headers: { origin: "https://app.example" } });
      expectStatus(answer, 200);
      readItems(answer);
      expectThat(answer.headers.has("access-control-allow-origin"), "no Access-Control-Allow-Origin");
    },
  },
];
