import { fromBinary } from "@bufbuild/protobuf";
import { CompactDatapointsDtoSchema } from "@omnia-timeseries/protobuf/messages";
import type { CompactDatapointsItem } from "@omnia-timeseries/protobuf/messages";
import type { Operation } from "@omnia-timeseries/core/operations";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Refusal } from "../refusal.ts";
import type { Check } from "./check.ts";
import { json } from "./encode-answer.ts";
import type { Route } from "./find-operation.ts";
import { findProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { resolveReference } from "./schema.ts";
import type { Document, Schema } from "./schema.ts";

interface OperationObject {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** What the server writes has one spelling each: times with seven digits, as those of the service (EVIDENCE.md). */
const formats = {
  int32: { type: "number", validate: (n: number) => Number.isInteger(n) && Math.abs(n + 0.5) < 2 ** 31 },
  int64: { type: "number", validate: Number.isSafeInteger },
  double: true,
  uuid: guid,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/,
  uri: true,
} as const;
const ajv = new Ajv2020({ strict: false, formats });

/** The checks of requests are generated; those of answers are many, and seldom wanted. */
function createCheck(document: Document, schema: Schema): (value: unknown) => Problem | undefined {
  const check: Check = ajv.compile({ ...schema, components: document["components"] });
  return (value) => findProblem(check, value);
}
const fields = new Set("time value status avg min max sum stddev count first last median".split(" "));

/** By operation and status, made when first asked for. */
const checks = new WeakMap<Operation, Map<number, ReturnType<typeof createCheck>>>();

function findCheck({ api, operation }: Route, statusCode: number): ReturnType<typeof createCheck> {
  const known = checks.get(operation) ?? new Map<number, ReturnType<typeof createCheck>>();
  checks.set(operation, known);
  let check = known.get(statusCode);
  if (check === undefined) {
    const paths = api.document["paths"] as Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
    const { responses } = paths[operation.path]![operation.method.toLowerCase()]!;
    const response = responses[statusCode];
    const schema = response && resolveReference(api.document, response).content?.[json]?.schema;
    if (schema === undefined) return () => ({ where: "", why: "is a status that the document does not have" });
    check = createCheck(api.document, schema);
    known.set(statusCode, check);
  }
  return check;
}

function checkItem({ id, fields: named, values }: CompactDatapointsItem): string | undefined {
  if (id !== "" && !guid.test(id)) return `the id '${id}' is not a GUID`;
  const unknown = named.find((name) => !fields.has(name));
  if (unknown !== undefined) return `the field '${unknown}' is unknown`;
  if (named.length === 0 ? values.length > 0 : values.length % named.length > 0) {
    return `${values.length} values are not rows of ${named.length} fields`;
  }
  const time = named.indexOf("time");
  if (named.length > 0 && time === -1) return "there is no field 'time'";
  const wrong = values.find(({ value }, i) => i % named.length === time && value.case !== "int64");
  return wrong === undefined ? undefined : `a time is of type ${wrong.value.case}`;
}

function checkProtobuf(bytes: Uint8Array): Problem | undefined {
  const { data } = fromBinary(CompactDatapointsDtoSchema, bytes);
  for (const [i, item] of data.entries()) {
    const why = checkItem(item);
    if (why !== undefined) return { where: `data[${i}]`, why };
  }
  return undefined;
}

function readProblem(route: Route, response: Response, bytes: Uint8Array): Problem | undefined {
  const mediaType = (response.headers.get("content-type") ?? "").split(";")[0]!;
  try {
    if (mediaType === json) return findCheck(route, response.status)(JSON.parse(new TextDecoder().decode(bytes)));
    if (route.operation.mediaTypes.includes(mediaType)) return checkProtobuf(bytes);
    return { where: "", why: `is in '${mediaType}', which the operation does not answer in` };
  } catch (error) {
    return { where: "", why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The same answer, read whole, when it fits the OpenAPI document: JSON its schema, Protobuf the message that
 * protobuf-es reads, in whole rows of known fields.
 *
 * @throws Refusal 500, saying which operation, where and why
 */
export async function checkAnswer(route: Route, response: Response): Promise<Response> {
  const { status, headers } = response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const problem = readProblem(route, response, bytes);
  if (problem === undefined) return new Response(bytes, { status, headers });
  const place = [route.operation.operationId, String(status), problem.where].filter((part) => part !== "").join(" ");
  const { why, unknownField } = problem;
  const what = unknownField === undefined ? why : `${why} '${unknownField}'`;
  throw new Refusal(500, `The mock server's own answer does not fit the OpenAPI document: ${place} ${what}.`);
}
