import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import type { Format, OmniaError, TimeseriesClient, TimeseriesClientOptions } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import { jsonBody, protobufBody } from "./bodies.ts";
import type { BodyItem } from "./bodies.ts";

export interface FormatCase {
  readonly format: Format;
  /** Of the answers, named here a second time. */
  readonly mediaType: string;
  readonly body: (items: readonly BodyItem[], continuationToken?: string) => string | Uint8Array<ArrayBuffer>;
}

/** Both formats, each with bodies that another library made. */
export const formatCases: readonly FormatCase[] = [
  { format: json, mediaType: "application/json", body: jsonBody },
  { format: protobuf, mediaType: "application/protobuf", body: protobufBody },
];

/** A client whose answers are given one after the other, and what it sent. */
export function createFakeClient(
  answers: readonly (string | Uint8Array<ArrayBuffer> | Response)[],
  options: Partial<TimeseriesClientOptions> = {},
): { readonly client: TimeseriesClient; readonly sent: Request[] } {
  const sent: Request[] = [];
  const client = createTimeseriesClient({
    environment: "test",
    credential: accessToken(() => "token"),
    fetch: async (request) => {
      const answer = answers[sent.length];
      sent.push(request);
      if (answer === undefined) throw new Error("The test has no more answers.");
      return answer instanceof Response ? answer : new Response(answer);
    },
    sleep: async () => {},
    ...options,
  });
  return { client, sent };
}

export async function errorOf(promise: Promise<unknown>): Promise<OmniaError> {
  try {
    await promise;
  } catch (error) {
    return error as OmniaError;
  }
  throw new Error("Nothing was thrown.");
}
