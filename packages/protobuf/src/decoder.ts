import { OmniaError } from "@omnia-timeseries/core";
import type { DatapointsResponse, DatapointsResponseItem, Decoder } from "@omnia-timeseries/core";
import { decodeItem } from "./decode-item.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import { responseTags } from "./tags.ts";
import { WireReader } from "./wire-reader.ts";

/**
 * Decodes one datapoint answer in Protobuf (`CompactDatapointsDto` of specs/timeseries/timeseries.proto), bit for bit,
 * with fields in any order; unknown fields are passed over. An empty body is an answer without series.
 */
export function createDecoder(): Decoder {
  const body = new GrowingBytes();
  let isSpent = false;

  const begin = (): void => {
    if (isSpent) {
      throw new OmniaError("decode", "This Protobuf decoder has finished or failed; each answer needs its own.");
    }
    isSpent = true;
  };

  return {
    push(chunk) {
      begin();
      body.append(chunk);
      isSpent = false;
    },
    finish() {
      begin();
      return decodeResponse(new WireReader(body.bytes));
    },
  };
}

function decodeResponse(reader: WireReader): DatapointsResponse {
  const items: DatapointsResponseItem[] = [];
  let continuationToken = "";
  while (!reader.isAtEnd) {
    const tag = reader.readTag();
    if (tag === responseTags.data) items.push(reader.readMessage(() => decodeItem(reader, `data[${items.length}]`)));
    else if (tag === responseTags.continuationToken) continuationToken = reader.readText();
    else reader.skipUnknown(tag, responseTags.lastField);
  }
  return { items, ...(continuationToken !== "" && { continuationToken }) };
}
