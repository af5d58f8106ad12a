import { dig, digText, expectMessage, readItems, readOnlyItem } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";
import { readRows } from "../suite/rows.ts";

const write = { needs: ["read", "write"] } as const;
const nowhere = "00000000-0000-4000-8000-000000000000";
const facility = "1219";
const day = (hour: number): string => `2024-03-01T${String(hour).padStart(2, "0")}:00:00.0000000Z`;

/** The id of a new series of the case's own. */
async function createSeries({ send, unique }: CaseContext): Promise<string> {
  return digText(readOnlyItem(await send({ path: "", body: { name: unique(), facility } })), "id");
}

type Point = readonly [time: string, value: number, status?: number];

function bodyOf(points: readonly Point[]): { datapoints: object[] } {
  return { datapoints: points.map(([time, value, status]) => ({ time, value, status: status ?? 192 })) };
}

/** Writes and waits for it. */
async function commit({ send }: CaseContext, id: string, points: readonly Point[]): Promise<void> {
  expectMessage(await send({ path: `/${id}/data`, query: { async: "False" }, body: bodyOf(points) }), 200);
}

/** What a series holds, as text: times are whole hours of one day. */
async function readHours({ send }: CaseContext, id: string): Promise<string> {
  const rows = readRows(await send({ path: `/${id}/data` }));
  return rows.map(({ time, value, status }) => `${time.slice(11, 13)}=${String(value)}/${String(status)}`).join(" ");
}

async function expectHours(context: CaseContext, id: string, expected: string): Promise<void> {
  const got = await readHours(context, id);
  expectThat(got === expected, `'${got}' where '${expected}' was written`);
}

/** Writes and deletes of points. */
export const writeCases: readonly ConformanceCase[] = [
  {
    ...write,
    name: "a write with async=false is 200, and its points are read at once, ascending",
    operationIds: ["writeData"],
    rests: { fact: "[spec], [sdk-old]" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [
        [day(2), 20],
        [day(1), 10.5],
      ]);
      await expectHours(context, id, "01=10.5/192 02=20/192");
    },
  },
  {
    ...write,
    name: "a write is enqueued with 202 where async is not given or true",
    operationIds: ["writeData"],
    rests: { fact: "[spec]" },
    async check(context) {
      const id = await createSeries(context);
      expectMessage(await context.send({ path: `/${id}/data`, body: bodyOf([[day(1), 1]]) }), 202);
      const query = { async: "True" };
      expectMessage(await context.send({ path: `/${id}/data`, query, body: bodyOf([[day(2), 2]]) }), 202);
    },
  },
  {
    ...write,
    name: "an enqueued write is read a second later, and not before",
    operationIds: ["writeData"],
    rests: { assumption: "enqueuedWriteDelayMs" },
    mockOnly: true,
    async check(context) {
      const id = await createSeries(context);
      expectMessage(await context.send({ path: `/${id}/data`, body: bodyOf([[day(1), 1]]) }), 202);
      await expectHours(context, id, "");
      context.advance("1s");
      await expectHours(context, id, "01=1/192");
    },
  },
  {
    ...write,
    name: "a point at a time that is there takes its place",
    operationIds: ["writeData"],
    rests: { fact: "[spec]" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [
        [day(1), 1],
        [day(2), 2],
      ]);
      await commit(context, id, [[day(2), 22, 64]]);
      await expectHours(context, id, "01=1/192 02=22/64");
    },
  },
  {
    ...write,
    name: "a status is what was written, also 0",
    operationIds: ["writeData"],
    rests: { fact: "[sdk-old], [consumer]" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [
        [day(1), 1, 0],
        [day(2), 2, 420],
      ]);
      await expectHours(context, id, "01=1/0 02=2/420");
    },
  },
  {
    ...write,
    name: "a status that is not given is 192, and of two points at one time the last counts",
    operationIds: ["writeData"],
    rests: { assumption: "writes" },
    async check(context) {
      const id = await createSeries(context);
      const datapoints = [
        { time: day(1), value: 1 },
        { time: day(1), value: 2 },
      ];
      expectMessage(await context.send({ path: `/${id}/data`, query: { async: false }, body: { datapoints } }), 200);
      await expectHours(context, id, "01=2/192");
    },
  },
  {
    ...write,
    name: "several series are written at once",
    operationIds: ["writeMultipleData"],
    rests: { fact: "[sdk]" },
    async check(context) {
      const ids = [await createSeries(context), await createSeries(context)];
      const items = ids.map((id, i) => ({ id, ...bodyOf([[day(1), i]]) }));
      expectMessage(await context.send({ path: "/data", query: { async: "False" }, body: { items } }), 200);
      await expectHours(context, ids[0]!, "01=0/192");
      await expectHours(context, ids[1]!, "01=1/192");
    },
  },
  {
    ...write,
    name: "of several series one that there is not is 404, and nothing is written",
    operationIds: ["writeMultipleData"],
    rests: { assumption: "writes" },
    async check(context) {
      const id = await createSeries(context);
      const items = [id, nowhere].map((one) => ({ id: one, ...bodyOf([[day(1), 1]]) }));
      const { status } = await context.send({ path: "/data", query: { async: "False" }, body: { items } });
      expectThat(status === 404, `status ${status}`);
      await expectHours(context, id, "");
    },
  },
  {
    ...write,
    name: "a write to a series that there is not is 404",
    operationIds: ["writeData"],
    rests: { assumption: "unknownSeries" },
    async check({ send }) {
      const { status } = await send({ path: `/${nowhere}/data`, body: bodyOf([[day(1), 1]]) });
      expectThat(status === 404, `status ${status}`);
    },
  },
  {
    ...write,
    name: "a value that is no number is refused with 400",
    operationIds: ["writeData"],
    rests: { fact: "[spec]" },
    async check(context) {
      const id = await createSeries(context);
      const body = { datapoints: [{ time: day(1), value: { high: true }, status: 192 }] };
      expectMessage(await context.send({ path: `/${id}/data`, query: { async: "False" }, body }), 400);
    },
  },
  {
    ...write,
    name: "a delete takes the start of its window and leaves its end",
    operationIds: ["deleteData"],
    rests: { fact: "[sdk-old]" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [
        [day(1), 1],
        [day(2), 2],
        [day(3), 3],
      ]);
      const query = { startTime: day(1), endTime: day(3) };
      expectMessage(await context.send({ method: "DELETE", path: `/${id}/data`, query }), 200);
      await expectHours(context, id, "03=3/192");
    },
  },
  {
    ...write,
    name: "a delete without a window takes everything",
    operationIds: ["deleteData"],
    rests: { fact: "[sdk-old]" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [
        [day(1), 1],
        [day(2), 2],
      ]);
      expectMessage(await context.send({ method: "DELETE", path: `/${id}/data` }), 200);
      await expectHours(context, id, "");
    },
  },
  {
    ...write,
    name: "100 ns are kept, and what is finer is cut",
    operationIds: ["writeData"],
    rests: { assumption: "writes" },
    async check(context) {
      const id = await createSeries(context);
      await commit(context, id, [["2024-03-01T00:00:00.123456789Z", 1]]);
      const [row] = readRows(await context.send({ path: `/${id}/data` }));
      expectThat(row?.time === "2024-03-01T00:00:00.1234567Z", "another time");
    },
  },
  {
    name: "a subscription to live data is made, listed and ended",
    operationIds: ["CreateSubscriptions", "GetSubscriptions", "DeleteSubscriptions"],
    rests: { fact: "[sdk]" },
    needs: ["read", "stream", "write"],
    async check(context) {
      const { send } = context;
      const id = await createSeries(context);
      const path = "/streaming/subscriptions";
      const list = async () => readItems(await send({ path })).map((item) => dig(item, "id"));
      expectMessage(await send({ path, body: [{ id }] }), 200);
      expectThat((await list()).includes(id), "the new subscription is not in the list");
      expectMessage(await send({ method: "DELETE", path: `${path}/${id}` }), 200);
      expectThat(!(await list()).includes(id), "the ended subscription is in the list");
    },
  },
  {
    name: "ending a subscription that there is not is 404",
    operationIds: ["DeleteSubscriptions"],
    rests: { assumption: "subscriptions" },
    needs: ["stream", "write"],
    async check({ send }) {
      const { status } = await send({ method: "DELETE", path: `/streaming/subscriptions/${nowhere}` });
      expectThat(status === 404, `status ${status}`);
    },
  },
  {
    name: "a destination is a connection string",
    operationIds: ["SetRealTimeDestination"],
    rests: { fact: "[sdk], [wiki]" },
    needs: ["stream", "write"],
    async check({ send }) {
      const connectionString = "Endpoint=sb://example.servicebus.windows.net/;EntityPath=example";
      expectMessage(await send({ path: "/streaming/destination", body: { connectionString } }), 200);
      expectMessage(await send({ path: "/streaming/destination", body: {} }), 400);
    },
  },
];
