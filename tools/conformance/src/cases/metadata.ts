import { dig, digList, digText, expectStatus, readItems, readJson, readOnlyItem } from "../suite/answer.ts";
import type { Answer } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";
import { readToken } from "../suite/rows.ts";

const read = { needs: ["read"] } as const;

function idsOf(answer: Answer): readonly string[] {
  return readItems(answer).map((item) => digText(item, "id").toLowerCase());
}

async function expectFound(context: CaseContext, answer: Answer): Promise<void> {
  const { id } = await context.sample();
  expectThat(idsOf(answer).includes(id.toLowerCase()), "the series is not among what was found");
}

/** Reads of what series there are. */
export const metadataCases: readonly ConformanceCase[] = [
  {
    ...read,
    name: "a series comes alone in data.items, with its id, name and facility",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[sdk-old], [consumer]" },
    async check(context) {
      const { id, name, facility } = await context.sample();
      const item = readOnlyItem(await context.send({ path: `/${id}` }));
      expectThat(digText(item, "id").toLowerCase() === id.toLowerCase(), "another id");
      expectThat(digText(item, "name") === name, "another name");
      expectThat(digText(item, "facility").toLowerCase() === facility.toLowerCase(), "another facility");
    },
  },
  {
    ...read,
    name: "metadata has standardUnit, also where there is none, and the step as a boolean",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[changelog], [consumer]" },
    async check({ send, sample }) {
      const item = readOnlyItem(await send({ path: `/${(await sample()).id}` }));
      const unit = dig(item, "standardUnit");
      expectThat(unit === null || typeof unit === "string", `standardUnit is ${typeof unit}`);
      expectThat(typeof dig(item, "step") === "boolean", `step is ${typeof dig(item, "step")}`);
    },
  },
  {
    ...read,
    name: "times of metadata have seven digits and end in Z",
    operationIds: ["getTimeseriesById"],
    rests: { fact: "[consumer]" },
    async check({ send, sample }) {
      const item = readOnlyItem(await send({ path: `/${(await sample()).id}` }));
      for (const name of ["createdTime", "changedTime"]) {
        expectThat(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(digText(item, name)), `${name} of another form`);
      }
    },
  },
  {
    ...read,
    name: "a list is filtered by name and facility together, each exactly",
    operationIds: ["Getall"],
    rests: { fact: "[changelog]" },
    async check(context) {
      const { name, facility } = await context.sample();
      await expectFound(context, await context.send({ path: "", query: { name, facility } }));
      const shorter = await context.send({ path: "", query: { name: name.slice(0, -1), facility, limit: 10 } });
      const { id } = await context.sample();
      expectThat(!idsOf(shorter).includes(id.toLowerCase()), "a part of the name finds it too");
      const elsewhere = facility.toUpperCase() === "NOR" ? "AHA" : "NOR";
      const other = await context.send({ path: "", query: { name, facility: elsewhere, limit: 10 } });
      expectThat(!idsOf(other).includes(id.toLowerCase()), "another facility finds it too");
    },
  },
  {
    ...read,
    name: "the code of a facility is taken in any case",
    operationIds: ["Getall"],
    rests: { fact: "[wiki]" },
    async check(context) {
      const { name, facility } = await context.sample();
      const swapped = facility === facility.toUpperCase() ? facility.toLowerCase() : facility.toUpperCase();
      if (swapped === facility) throw new NotApplicable("the code of the facility has no letters");
      await expectFound(context, await context.send({ path: "", query: { name, facility: swapped } }));
    },
  },
  {
    ...read,
    name: "nothing found is a 200 with no items",
    operationIds: ["Getall", "GetSearch"],
    rests: { fact: "[consumer]" },
    async check({ send, unique }) {
      const name = unique();
      for (const path of ["", "/search"]) {
        const items = readItems(await send({ path, query: { name } }));
        expectThat(items.length === 0, `${items.length} items for a name that there is not`);
      }
    },
  },
  {
    ...read,
    name: "a list is read in pages, by limit and continuationToken",
    operationIds: ["Getall"],
    rests: { fact: "[sdk], [spec]" },
    async check({ send }) {
      const first = await send({ path: "", query: { limit: 1 } });
      const token = readToken(first);
      expectThat(idsOf(first).length === 1, `${idsOf(first).length} items with a limit of 1`);
      if (token === undefined) throw new NotApplicable("the caller sees one series only");
      const second = await send({ path: "", query: { limit: 1, continuationToken: token } });
      expectThat(idsOf(second).length === 1, `${idsOf(second).length} items with a limit of 1`);
      expectThat(idsOf(first)[0] !== idsOf(second)[0], "the same item on both pages");
    },
  },
  {
    ...read,
    name: "count, links and continuationToken of a list may be null, and there is a list of items",
    operationIds: ["Getall"],
    rests: { fact: "[spec], [consumer]" },
    async check({ send, unique }) {
      const answer = await send({ path: "", query: { name: unique() } });
      const body = readJson(answer);
      digList(body, "data", "items");
      expectThat(dig(body, "continuationToken") === null, "a continuationToken that is not null");
      const count = dig(body, "count");
      expectThat(count === null || count === 0, "a count that is neither null nor 0");
    },
  },
  {
    ...read,
    name: "a search takes an asterisk at the end and at the start of a name",
    operationIds: ["GetSearch"],
    rests: { fact: "[changelog], [sdk]" },
    async check(context) {
      const { name, facility } = await context.sample();
      const end = await context.send({ path: "/search", query: { name: `${name.slice(0, -1)}*`, facility } });
      await expectFound(context, end);
      const start = await context.send({ path: "/search", query: { name: `*${name.slice(1)}`, facility } });
      await expectFound(context, start);
    },
  },
  {
    ...read,
    name: "a search has the text in its path too",
    operationIds: ["GetSearchByQuery"],
    rests: { fact: "[postman], [sdk]" },
    async check(context) {
      const { name, facility } = await context.sample();
      if (/[/?#%]/.test(name)) throw new NotApplicable("the name holds a character that a path does not take");
      const path = `/search/${encodeURIComponent(name.slice(0, -1))}*`;
      await expectFound(context, await context.send({ path, query: { facility } }));
    },
  },
  {
    ...read,
    name: "facets count the series of a facility, and of a source in it",
    operationIds: ["GetFacets"],
    rests: { fact: "[sdk]" },
    async check({ send, sample }) {
      const { id } = await sample();
      const metadata = readOnlyItem(await send({ path: `/${id}` }));
      const facility = digText(metadata, "facility");
      const source = digText(metadata, "source");
      const sources = readItems(await send({ path: "/facets/source", query: { facility } }));
      const facilities = readItems(await send({ path: "/facets/facility", query: { source } }));
      for (const [items, facet, value] of [
        [sources, "source", source],
        [facilities, "facility", facility],
      ] as const) {
        const found = items.find((item) => String(dig(item, facet)).toLowerCase() === value.toLowerCase());
        expectThat(Number(dig(found, "count")) >= 1, `no count of the series' ${facet}`);
      }
    },
  },
  {
    ...read,
    name: "the counters of facilities are whole numbers",
    operationIds: ["GetAllFacilities"],
    rests: { fact: "[spec]" },
    async check({ send }) {
      const items = readItems(await send({ path: "/facility/counters" }));
      expectThat(items.length > 0, "no facilities");
      const names = ["tsdbExportEnabled", "dlExportEnabled", "totalImsSubscriptions"];
      const isRight = items.every((item) => names.every((name) => Number.isInteger(dig(item, name))));
      expectThat(isRight && typeof dig(items[0], "facility") === "string", "counters of another form");
    },
  },
  {
    ...read,
    name: "the counters of one facility are asked for by its code",
    operationIds: ["getFacilityByName"],
    rests: { assumption: "facilityCounters" },
    async check({ send, sample }) {
      const { facility } = await sample();
      const { status } = await send({ path: `/facility/${encodeURIComponent(facility)}/counters` });
      expectThat(status === 200, `status ${status}`);
    },
  },
  {
    ...read,
    name: "the history of a series is a list, each change with who, when and what",
    operationIds: ["HistoryTimeseries"],
    rests: { fact: "[spec], [sdk]" },
    async check({ send, sample }) {
      for (const item of readItems(await send({ path: `/${(await sample()).id}/history` }))) {
        digText(item, "changedBy");
        digText(item, "changedTime");
        expectThat(typeof dig(item, "changes") === "object", "no changes");
      }
    },
  },
  {
    name: "the caller's subscriptions are a list of id and customerId",
    operationIds: ["GetSubscriptions"],
    rests: { fact: "[sdk]" },
    needs: ["read", "stream"],
    async check({ send }) {
      const answer = await send({ path: "/streaming/subscriptions" });
      expectStatus(answer, 200);
      for (const item of readItems(answer)) {
        digText(item, "id");
        digText(item, "customerId");
      }
    },
  },
];
