import { wireTime } from "../bodies.ts";
import { dig, digList, digText, expectMessage, expectStatus, readJson } from "../suite/answer.ts";
import type { Answer } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase, Query } from "../suite/case.ts";
import { expectThat, NotApplicable } from "../suite/finding.ts";
import { toNs } from "../suite/rows.ts";

const api = "alarm-events";
const read = { needs: ["ae.read"] } as const;
const write = { needs: ["ae.read", "write"] } as const;

/** Lists of this API stand at `items`, without `data`. */
function readList(answer: Answer): readonly unknown[] {
  expectStatus(answer, 200);
  return digList(readJson(answer), "items");
}

async function findFacility({ send }: CaseContext): Promise<string> {
  const [source] = readList(await send({ api, path: "/sources" }));
  if (source === undefined) throw new NotApplicable("the caller sees no facility");
  return digText(source, "facility");
}

const weekAgo = ({ nowMs }: CaseContext): string => new Date(nowMs() - 7 * 86_400_000).toISOString();

/** Of the last week, as a facility has many. */
async function askEvents(context: CaseContext, query: Query): Promise<Answer> {
  const path = `/events/${encodeURIComponent(await findFacility(context))}`;
  const startTime = weekAgo(context);
  return context.send({ api, path, query: { sourceName: "*", startTime, ...query } });
}

function timesOf(events: readonly unknown[]): readonly bigint[] {
  return events.map((event) => toNs(digText(event, "timestamp")));
}

/** Alarm & Events. */
export const alarmEventsCases: readonly ConformanceCase[] = [
  {
    ...read,
    name: "AE: sources are facilities",
    operationIds: ["GetSources"],
    rests: { fact: "[ae-spec]" },
    async check(context) {
      await findFacility(context);
    },
  },
  {
    ...read,
    name: "AE: events come at items, ascending by time, no more than the limit",
    operationIds: ["GetEvents"],
    rests: { fact: "[ae-spec], [ae-sdk]" },
    async check(context) {
      const events = readList(await askEvents(context, { limit: 2 }));
      if (events.length < 2) throw new NotApplicable("the facility has fewer than two events in a week");
      expectThat(events.length === 2, `${events.length} events with a limit of 2`);
      const [one, two] = timesOf(events);
      expectThat(one! <= two!, "the events do not ascend by time");
    },
  },
  {
    ...read,
    name: "AE: sort=desc turns the order",
    operationIds: ["GetEvents"],
    rests: { assumption: "events" },
    async check(context) {
      const [first] = timesOf(readList(await askEvents(context, { limit: 1 })));
      const [last, before] = timesOf(readList(await askEvents(context, { limit: 2, sort: "desc" })));
      if (before === undefined) throw new NotApplicable("the facility has fewer than two events in a week");
      expectThat(last! >= before && last! > first!, "the events do not descend by time");
    },
  },
  {
    ...read,
    name: "AE: a token leads to the next page",
    operationIds: ["GetEvents"],
    rests: { fact: "[ae-spec], [ae-sdk]" },
    async check(context) {
      // A token may be good for the very question alone that it was given for.
      const query = { limit: 1, startTime: weekAgo(context) };
      const body = readJson(await askEvents(context, query));
      const [first] = timesOf(digList(body, "items"));
      const token = dig(body, "continuationToken");
      if (typeof token !== "string") throw new NotApplicable("the facility has fewer than two events in a week");
      const events = readList(await askEvents(context, { ...query, continuationToken: token }));
      expectThat(events.length === 1 && timesOf(events)[0]! >= first!, "the next page is not the next event");
      const isSame = JSON.stringify(events[0]) === JSON.stringify(digList(body, "items")[0]);
      expectThat(!isSame, "the same event on both pages");
    },
  },
  {
    ...read,
    name: "AE: sourceName takes an asterisk",
    operationIds: ["GetEvents"],
    rests: { fact: "[ae-sdk]" },
    async check(context) {
      const [event] = readList(await askEvents(context, { limit: 1 }));
      if (event === undefined) throw new NotApplicable("the facility has no events in a week");
      const name = digText(event, "sourceName");
      const found = readList(await askEvents(context, { limit: 5, sourceName: `${name.slice(0, -1)}*` }));
      const isRight = found.every((one) => digText(one, "sourceName").startsWith(name.slice(0, -1)));
      expectThat(found.length > 0 && isRight, "an asterisk does not find the event");
    },
  },
  {
    ...read,
    name: "AE: without a sourceName the answer is 400",
    operationIds: ["GetEvents"],
    rests: { fact: "[ae-spec]" },
    async check(context) {
      const path = `/events/${encodeURIComponent(await findFacility(context))}`;
      expectMessage(await context.send({ api, path, query: { limit: 1 } }), 400);
    },
  },
  {
    ...read,
    name: "AE: a window has its start in it and not its end",
    operationIds: ["GetEvents"],
    rests: { assumption: "events" },
    async check(context) {
      const [event] = readList(await askEvents(context, { limit: 1 }));
      if (event === undefined) throw new NotApplicable("the facility has no events in a week");
      const time = digText(event, "timestamp");
      const from = timesOf(readList(await askEvents(context, { limit: 1, startTime: time })));
      expectThat(from[0] === toNs(time), "the start is not in the window");
      const before = readList(await askEvents(context, { limit: 1, endTime: time }));
      expectThat(before.length === 0, "the end is in the window");
    },
  },
  {
    ...read,
    name: "AE: otherFields come only where they are asked for",
    operationIds: ["GetEvents"],
    rests: { assumption: "events" },
    async check(context) {
      const [without] = readList(await askEvents(context, { limit: 1 }));
      if (without === undefined) throw new NotApplicable("the facility has no events in a week");
      const [with_] = readList(await askEvents(context, { limit: 1, includeOtherFields: "True" }));
      expectThat(dig(without, "otherFields") === undefined, "otherFields that were not asked for");
      expectThat(dig(with_, "otherFields") !== undefined, "no otherFields where they were asked for");
    },
  },
  {
    ...read,
    name: "AE: counts of events have a time, a count and a priority",
    operationIds: ["GetEventCounts"],
    rests: { fact: "[ae-spec]" },
    async check(context) {
      const [event] = readList(await askEvents(context, { limit: 1 }));
      if (event === undefined) throw new NotApplicable("the facility has no events in a week");
      const time = digText(event, "timestamp");
      const endTime = wireTime(toNs(time) + 60_000_000_000n);
      const path = `/events/${encodeURIComponent(await findFacility(context))}/count`;
      const counts = readList(await context.send({ api, path, query: { sourceName: "*", startTime: time, endTime } }));
      const isRight = counts.every((one) => Number(dig(one, "count")) > 0 && dig(one, "priority") !== undefined);
      expectThat(counts.length > 0 && isRight, "counts of another form");
      toNs(digText(counts[0], "timestamp"));
    },
  },
  {
    ...read,
    name: "AE: the caller's subscriptions are a list",
    operationIds: ["GetSubscriptions"],
    rests: { fact: "[ae-sdk]" },
    async check({ send }) {
      for (const item of readList(await send({ api, path: "/streaming/subscriptions" }))) digText(item, "facility");
    },
  },
  {
    ...write,
    name: "AE: a subscription is made, listed and ended",
    operationIds: ["CreateSubscriptions", "GetSubscriptions", "DeleteSubscription"],
    rests: { fact: "[ae-spec], [ae-sdk]" },
    async check(context) {
      const facility = await findFacility(context);
      const path = `/streaming/subscriptions/${encodeURIComponent(facility)}`;
      const list = async () =>
        readList(await context.send({ api, path: "/streaming/subscriptions" })).map((item) => dig(item, "facility"));
      expectMessage(await context.send({ api, method: "POST", path }), 200);
      expectThat((await list()).includes(facility), "the new subscription is not in the list");
      expectMessage(await context.send({ api, method: "DELETE", path }), 200);
      expectThat(!(await list()).includes(facility), "the ended subscription is in the list");
    },
  },
  {
    ...write,
    name: "AE: a destination is taken as the Python SDK spells it",
    operationIds: ["SetRealTimeDestination"],
    rests: { fact: "[ae-spec], [ae-sdk]" },
    async check({ send }) {
      const text = "Endpoint=sb://example.servicebus.windows.net/;EntityPath=example";
      for (const name of ["ConnectionString", "connectionString"]) {
        expectMessage(await send({ api, path: "/streaming/destination", body: { [name]: text } }), 200);
      }
    },
  },
];
