import { fromBinary } from "@bufbuild/protobuf";
import type { CompactDatapointsItem } from "@omnia-timeseries/protobuf/messages";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import { wireTime } from "../bodies.ts";
import type { Answer } from "../suite/answer.ts";
import { dig, digList, digText, expectStatus, readJson, readOnlyItem } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";
import { between, expectRows, readRowsOf } from "../suite/rows.ts";

const read = { needs: ["read"] } as const;

/** The one series of a Protobuf answer. */
function readMessage(answer: Answer): CompactDatapointsItem {
  expectStatus(answer, 200);
  const { data } = fromBinary(CompactDatapointsDtoSchema, answer.bytes);
  expectThat(data.length === 1, `${data.length} series where one is right`);
  return data[0]!;
}

/** Rows 2 to 4 of the sample in a format. */
async function askData({ send, sample }: CaseContext, accept: string): Promise<Answer> {
  const { id, rows } = await sample();
  const startTime = wireTime(between(rows[1]!, rows[2]!));
  const endTime = wireTime(between(rows[4]!, rows[5]!));
  return send({ path: `/${id}/data`, query: { startTime, endTime }, headers: { accept } });
}

function mediaTypeOf({ headers }: Answer): string {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** What the bytes look like. */
export const wireCases: readonly ConformanceCase[] = [
  {
    ...read,
    name: "times of points have seven digits and end in Z",
    operationIds: ["GetData"],
    rests: { fact: "[sdk], [consumer]" },
    async check(context) {
      const points = digList(readOnlyItem(await askData(context, "application/json")), "datapoints");
      const isRight = points.every((point) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(digText(point, "time")));
      expectThat(points.length > 0 && isRight, "a time of another form");
    },
  },
  {
    ...read,
    name: "a point has a time, a number and a whole status, and its item the id asked for",
    operationIds: ["GetData"],
    rests: { fact: "[spec], [changelog]" },
    async check(context) {
      const { id } = await context.sample();
      const item = readOnlyItem(await askData(context, "application/json"));
      expectThat(digText(item, "id").toLowerCase() === id.toLowerCase(), "another id than that asked for");
      for (const point of digList(item, "datapoints")) {
        const names = Object.keys(point as object)
          .toSorted()
          .join();
        expectThat(names === "status,time,value", `members ${names}`);
        expectThat(typeof dig(point, "value") === "number", `a value that is ${typeof dig(point, "value")}`);
        expectThat(Number.isInteger(dig(point, "status")), "a status that is not a whole number");
      }
    },
  },
  {
    ...read,
    name: "a JSON answer says that it is JSON",
    operationIds: ["GetData"],
    rests: { fact: "[spec], [sdk]" },
    async check(context) {
      const answer = await askData(context, "application/json");
      readJson(answer);
      expectThat(mediaTypeOf(answer) === "application/json", `Content-Type ${mediaTypeOf(answer)}`);
    },
  },
  ...["application/x-protobuf", "application/protobuf", "application/x-google-protobuf"].map(
    (accept): ConformanceCase => ({
      ...read,
      name: `${accept} gives the points of JSON: time as int64 nanoseconds, value as double, status as uint32`,
      operationIds: ["GetData"],
      rests: { fact: "[wiki], [sdk]" },
      async check(context) {
        const { id, rows } = await context.sample();
        const answer = await askData(context, accept);
        expectThat(mediaTypeOf(answer).endsWith("protobuf"), `Content-Type ${mediaTypeOf(answer)}`);
        const item = readMessage(answer);
        expectThat(item.id.toLowerCase() === id.toLowerCase(), "another id than that asked for");
        expectThat(item.fields.join() === "time,value,status", `fields ${item.fields.join(", ")}`);
        const values = item.values.map(({ value }) => value);
        const slots = values.slice(0, 3).map((value) => value.case);
        expectThat(slots.join() === "int64,double,uint32", `slots ${slots.join(", ")}`);
        expectThat(values.length === 9, `${values.length} values for 3 points of 3 fields`);
        const got = [0, 3, 6].map((at) => ({
          time: "",
          ns: values[at]!.value as bigint,
          value: values[at + 1]!.value,
          status: values[at + 2]!.value,
        }));
        expectRows(got, rows.slice(2, 5));
      },
    }),
  ),
  {
    ...read,
    name: "aggregates as Protobuf name their functions as columns",
    operationIds: ["GetAggregatedData"],
    rests: { fact: "[wiki], [changelog]" },
    async check({ send, sample }) {
      const { id, rows } = await sample();
      const window = {
        startTime: wireTime(between(rows[1]!, rows[2]!)),
        endTime: wireTime(between(rows[4]!, rows[5]!)),
      };
      const query = { ...window, aggregateFunction: ["min", "max"] };
      const headers = { accept: "application/x-protobuf" };
      const { fields, values } = readMessage(await send({ path: `/${id}/data/aggregates`, query, headers }));
      expectThat(fields.toSorted().join() === "max,min,time", `fields ${fields.join(", ")}`);
      const numbers = rows.slice(2, 5).map(({ value }) => Number(value));
      const got = Object.fromEntries(fields.map((name, i) => [name, values[i]?.value.value]));
      expectThat(got["min"] === Math.min(...numbers), "another min than that of the points");
      expectThat(got["max"] === Math.max(...numbers), "another max than that of the points");
    },
  },
  {
    ...read,
    name: "errors are JSON, also where Protobuf is asked for",
    operationIds: ["GetData"],
    rests: { fact: "[spec], [sdk]" },
    async check({ send }) {
      const path = "/00000000-0000-4000-8000-000000000000/data";
      const answer = await send({ path, headers: { accept: "application/x-protobuf" } });
      expectThat(typeof dig(readJson(answer), "message") === "string", "no message in the body");
    },
  },
  {
    ...read,
    name: "an Accept that is unknown is answered with JSON",
    operationIds: ["GetData"],
    rests: { assumption: "accept" },
    async check(context) {
      const { rows } = await context.sample();
      const answer = await askData(context, "application/x-nothing");
      expectRows(readRowsOf(readOnlyItem(answer)), rows.slice(2, 5));
    },
  },
];
