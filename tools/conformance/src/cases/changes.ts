import { dig, digText, expectMessage, expectStatus, readItems, readOnlyItem } from "../suite/answer.ts";
import type { CaseContext, ConformanceCase } from "../suite/case.ts";
import { expectThat } from "../suite/finding.ts";

const write = { needs: ["read", "write"] } as const;
const facility = "NLS";

/** As the Python SDK's notebook creates one. */
async function createSeries({ send, unique }: CaseContext, fields: object = {}): Promise<unknown> {
  const body = { name: unique(), facility, description: "Spherical glass", unit: "%", ...fields };
  return readOnlyItem(await send({ path: "", body }));
}

function expectFields(item: unknown, expected: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(expected)) {
    expectThat(JSON.stringify(dig(item, name)) === JSON.stringify(value), `another '${name}' than was given`);
  }
}

/** Creation, change and end of series. */
export const changeCases: readonly ConformanceCase[] = [
  {
    ...write,
    name: "a new series is answered with 200, with its id and equal times of creation and change",
    operationIds: ["postTimeseries"],
    rests: { fact: "[sdk-old], [wiki], [consumer]" },
    async check(context) {
      const item = await createSeries(context, { step: true, metadata: { robot: "r1" }, externalId: "" });
      expectFields(item, { facility, unit: "%", step: true, metadata: { robot: "r1" }, externalId: "" });
      expectThat(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(digText(item, "id")), "an id that is no GUID");
      expectThat(digText(item, "createdTime") === digText(item, "changedTime"), "two times");
      const again = readOnlyItem(await context.send({ path: `/${digText(item, "id")}` }));
      expectThat(JSON.stringify(again) === JSON.stringify(item), "it reads otherwise than it was answered");
    },
  },
  ...(["name", "facility"] as const).map((missing): ConformanceCase => ({
    ...write,
    name: `a new series without a ${missing} is refused with 400`,
    operationIds: ["postTimeseries"],
    rests: { fact: "[wiki]" },
    async check({ send, unique }) {
      const { [missing]: _left, ...body } = { name: unique(), facility };
      expectMessage(await send({ path: "", body }), 400);
    },
  })),
  {
    ...write,
    name: "a facility that there is not is refused with 400 and 'Facility not found.'",
    operationIds: ["postTimeseries"],
    rests: { fact: "[wiki], [changelog]" },
    async check({ send, unique }) {
      const message = expectMessage(await send({ path: "", body: { name: unique(), facility: "ZZZZ9" } }), 400);
      expectThat(message === "Facility not found.", "another message");
    },
  },
  {
    ...write,
    name: "a name that the facility has is refused with 409 and the service's own words",
    operationIds: ["postTimeseries"],
    rests: { fact: "[changelog]" },
    async check(context) {
      const name = digText(await createSeries(context), "name");
      const message = expectMessage(await context.send({ path: "", body: { name, facility } }), 409);
      const words = `Attempt to store timeseries '${name}' from '${facility}' which already exists`;
      expectThat(message === words, "another message");
    },
  },
  {
    ...write,
    name: "another code of the facility, in any case, is the same facility",
    operationIds: ["postTimeseries", "Getall"],
    rests: { fact: "[wiki]" },
    async check(context) {
      const item = await createSeries(context, { facility: "ASGB" });
      const name = digText(item, "name");
      expectFields(item, { facility: "ASGB" });
      for (const code of ["1191", "asgb"]) {
        const found = readItems(await context.send({ path: "", query: { name, facility: code } }));
        expectThat(found.length === 1, `${found.length} series by another code of the facility`);
      }
      expectMessage(await context.send({ path: "", body: { name, facility: "1191" } }), 409);
    },
  },
  {
    ...write,
    name: "17 pairs of metadata are kept, 18 are refused with 400",
    operationIds: ["postTimeseries"],
    rests: { fact: "[wiki]" },
    async check(context) {
      const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, `${i}`]));
      expectFields(await createSeries(context, { metadata: pairs(17) }), { metadata: pairs(17) });
      const body = { name: context.unique(), facility, metadata: pairs(18) };
      expectMessage(await context.send({ path: "", body }), 400);
    },
  },
  {
    ...write,
    name: "get-or-add gives back what there is and creates what there is not",
    operationIds: ["GetOrAddTimeseries"],
    rests: { fact: "[sdk], [spec]" },
    async check(context) {
      const known = await createSeries(context);
      const body = [
        { name: digText(known, "name"), facility },
        { name: context.unique(), facility },
      ];
      const items = readItems(await context.send({ path: "/getoradd", body }));
      expectThat(items.length === 2, `${items.length} items for 2`);
      expectFields(items[0], { id: dig(known, "id"), name: body[0]!.name });
      expectFields(items[1], { name: body[1]!.name });
      const again = readItems(await context.send({ path: "/getoradd", body }));
      expectFields(again[1], { id: dig(items[1], "id") });
    },
  },
  {
    ...write,
    name: "a patch leaves other fields, and moves changedTime alone",
    operationIds: ["patchTimeseries"],
    rests: { fact: "[sdk], [sdk-old]" },
    mockOnly: true,
    async check(context) {
      const before = await createSeries(context);
      context.advance("1s");
      const path = `/${digText(before, "id")}`;
      const after = readOnlyItem(await context.send({ method: "PATCH", path, body: { unit: "kg", step: true } }));
      expectFields(after, { unit: "kg", step: true });
      for (const name of ["id", "name", "facility", "description", "createdTime"]) {
        expectFields(after, { [name]: dig(before, name) });
      }
      expectThat(digText(after, "changedTime") > digText(before, "changedTime"), "changedTime did not move");
    },
  },
  {
    ...write,
    name: "a put overwrites every field",
    operationIds: ["puttimeseries"],
    rests: { fact: "[sdk]" },
    async check(context) {
      const before = await createSeries(context);
      const body = { name: context.unique(), facility: "SNA" };
      const path = `/${digText(before, "id")}`;
      const after = readOnlyItem(await context.send({ method: "PUT", path, body }));
      expectFields(after, { id: dig(before, "id"), ...body });
      for (const name of ["description", "unit"]) {
        const left = dig(after, name);
        expectThat(left === null || left === undefined || left === "", `'${name}' is left`);
      }
    },
  },
  {
    ...write,
    name: "the history tells what was changed, when and by whom",
    operationIds: ["HistoryTimeseries"],
    rests: { fact: "[spec], [sdk]" },
    async check(context) {
      const path = `/${digText(await createSeries(context), "id")}`;
      expectStatus(await context.send({ method: "PATCH", path, body: { unit: "kg" } }), 200);
      const item = readOnlyItem(await context.send({ path: `${path}/history` }));
      digText(item, "changedBy");
      digText(item, "changedTime");
      expectThat(typeof dig(item, "changes", "unit") === "object", "no 'unit' in the changes");
    },
  },
  {
    ...write,
    name: "a change in the history has oldValue and newValue",
    operationIds: ["HistoryTimeseries"],
    rests: { assumption: "history" },
    async check(context) {
      const path = `/${digText(await createSeries(context), "id")}`;
      expectStatus(await context.send({ method: "PATCH", path, body: { unit: "kg" } }), 200);
      const changes = dig(readOnlyItem(await context.send({ path: `${path}/history` })), "changes");
      expectFields(dig(changes, "unit"), { oldValue: "%", newValue: "kg" });
    },
  },
  {
    ...write,
    name: "a series that was deleted is a 404, and its name is free",
    operationIds: ["DeleteTimeseries"],
    rests: { assumption: "deletedSeries" },
    async check(context) {
      const item = await createSeries(context);
      const path = `/${digText(item, "id")}`;
      expectMessage(await context.send({ method: "DELETE", path }), 200);
      expectThat((await context.send({ path })).status === 404, "it can still be read");
      await createSeries(context, { name: dig(item, "name") });
    },
  },
  {
    ...write,
    name: "a search finds parts of names, descriptions and units, by name also with a slash",
    operationIds: ["GetSearch"],
    rests: { fact: "[changelog], [postman], [sdk]" },
    async check(context) {
      const name = `${context.unique()}/Meas/PRIM`;
      const description = `glass ${name}`;
      const id = dig(await createSeries(context, { name, description }), "id");
      const start = name.split("/")[0]!;
      for (const query of [
        { name: `${start}*` },
        { name: `${start}/*/PRIM` },
        { description: `*${start}*` },
        { name, unit: "%*" },
      ]) {
        const found = readItems(await context.send({ path: "/search", query: { ...query, facility } }));
        expectThat(
          found.some((item) => dig(item, "id") === id),
          `nothing by ${Object.keys(query).join(" and ")}`,
        );
      }
    },
  },
];
