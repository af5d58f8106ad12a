import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRequest } from "./create-request.ts";
import { operations } from "./operations.ts";
import type { Operation, OperationParameter } from "./operation.ts";
import { timeseriesApi } from "./timeseries-api.ts";

const baseUrl = "https://example.org/plant/timeseries/v1.7";

const awkward = [
  "ASGB.17IIC1030/Meas/PRIM",
  "GRA-FOI -13-0979.PV",
  "#?+%&=;",
  "100%25",
  "ÆØÅ æøå",
  "🛢️ 4'\"<>",
  "{id}",
  "%2F",
  "..\\..",
  "a+b c",
];
const text = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({
    unit: fc.constantFrom("/", "?", "#", "&", "=", "+", "%", " ", ".", "*", "ø", "å", "🛢", "2", "F", "\\"),
    minLength: 1,
  }),
);
const segment = text.filter((value) => value !== "." && value !== "..");

/** A value that the table allows; any text where it has no rule. */
function oneValue({
  name,
  in: place,
  minimum,
  maximum,
  enum: allowed,
  pattern,
}: OperationParameter): fc.Arbitrary<unknown> {
  if (allowed !== undefined) return fc.constantFrom(...allowed);
  if (minimum !== undefined) return fc.integer({ min: minimum, max: maximum ?? 2 ** 31 - 1 });
  if (name === "id") return fc.uuid();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return place === "path" ? segment : text;
}

function valueOf(parameter: OperationParameter): fc.Arbitrary<unknown> {
  const isList = parameter.name === "status" || parameter.name === "aggregateFunction";
  const value: fc.Arbitrary<unknown> = isList ? fc.array(oneValue(parameter), { minLength: 1 }) : oneValue(parameter);
  return parameter.required === true ? value : fc.option(value, { nil: undefined });
}

const valuesIn = (operation: Operation, place: "path" | "query"): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === place)
        .map((parameter) => [parameter.name, valueOf(parameter)]),
    ),
  );

/** What a server reads: segments of the path by their places in the template, and the query as a form has it. */
function readBack(
  url: string,
  operation: Operation,
): { path: Record<string, string>; query: Record<string, string[]> } {
  const { pathname, searchParams, hash, origin } = new URL(url);
  expect({ hash, origin }).toEqual({ hash: "", origin: "https://example.org" });
  const found = pathname.slice("/plant/timeseries/v1.7".length).split("/");
  const template = operation.path.split("/");
  expect(found).toHaveLength(template.length);
  const names = template.flatMap((part, i) =>
    part.startsWith("{") ? [[part.slice(1, -1), decodeURIComponent(found[i]!)] as const] : [],
  );
  expect(found.filter((_, i) => !template[i]!.startsWith("{"))).toEqual(
    template.filter((part) => !part.startsWith("{")),
  );
  return {
    path: Object.fromEntries(names),
    query: Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)])),
  };
}

describe("a server reads back what was given", () => {
  test.each(Object.values(operations).map((operation) => [operation.operationId, operation] as const))(
    "%s",
    (_, operation) => {
      fc.assert(
        fc.property(valuesIn(operation, "path"), valuesIn(operation, "query"), (path, query) => {
          const { url } = createRequest(timeseriesApi, baseUrl, {
            operation,
            path: path as Record<string, string>,
            query,
            accept: "application/json",
          });
          const given = Object.entries(query).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, [value].flat().map(String)] as const],
          );
          expect(readBack(url, operation)).toEqual({ path, query: Object.fromEntries(given) });
        }),
      );
    },
  );
});
