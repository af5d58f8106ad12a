import type { Check } from "./check.ts";
import { normalise } from "./normalise.ts";
import type { OnUnknown } from "./normalise.ts";
import { findProblem } from "./problem.ts";
import { Refusal } from "../refusal.ts";
import { resolveReference } from "./schema.ts";
import type { Document, Schema } from "./schema.ts";

/** A request body of the OpenAPI document. */
export interface RequestBodyObject {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** What is read of a request. */
export type ReadableRequest = Pick<Request, "url" | "headers" | "text">;

export type BodyReader = (request: ReadableRequest, onUnknown: OnUnknown) => Promise<unknown>;

/** Where JSON breaks off, where it is said; never a part of the text itself, which may hold a connection string. */
function placeOf(error: unknown): string {
  const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
  return position === undefined ? "" : ` from position ${position} on`;
}

function matchesMediaType(pattern: string, mediaType: string): boolean {
  const [type, suffix] = pattern.split("*");
  return suffix === undefined ? pattern === mediaType : mediaType.startsWith(type!) && mediaType.endsWith(suffix);
}

/**
 * The reader returns the body as its schema spells it, with defaults; one of a media type whose schema is a text, such
 * as CSV, as that text.
 *
 * @throws Refusal from the reader: 400 for a body that is missing, not JSON or not of the schema; 415 for another media type, and for one whose messages nobody knows
 */
export function createBodyReader(document: Document, body: RequestBodyObject, check: Check): BodyReader {
  const { content } = resolveReference(document, body);
  const schema = content["application/json"]!.schema;

  return async (request, onUnknown) => {
    const text = await request.text();
    if (text === "") throw new Refusal(400, "A request body is required.");
    const mediaType = (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
    const accepted = Object.entries(content).find(([pattern]) => matchesMediaType(pattern, mediaType));
    if (accepted === undefined) {
      const supported = Object.keys(content).join(", ");
      throw new Refusal(415, `The content type '${mediaType}' is not supported, only ${supported}.`);
    }
    const { type, contentMediaType } = resolveReference(document, accepted[1].schema);
    if (contentMediaType !== undefined) {
      throw new Refusal(
        415,
        `The definition of the Protobuf message is not public: the mock server takes no '${mediaType}' here, only JSON.`,
      );
    }
    if (type === "string") return text;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (cause) {
      throw new Refusal(400, `The request body is not JSON${placeOf(cause)}.`);
    }
    const spelled = normalise(document, schema, json, onUnknown);
    const problem = findProblem(check, spelled);
    if (problem?.unknownField !== undefined) throw new Refusal(400, `Invalid field: ${problem.unknownField}`);
    if (problem !== undefined) {
      throw new Refusal(400, `${["Body:", problem.where, problem.why].filter((part) => part !== "").join(" ")}.`);
    }
    return spelled;
  };
}
