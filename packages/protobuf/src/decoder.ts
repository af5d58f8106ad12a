import { OmniaError } from "@omnia-timeseries/core";
import type { Decoder, DecoderOptions } from "@omnia-timeseries/core";
import { isHostLittleEndian } from "./host-byte-order.ts";
import { StreamDecoder } from "./stream-decoder.ts";

const minCarryBytes = 1024;

/**
 * Decodes one datapoint answer in Protobuf (`CompactDatapointsDto` of specs/timeseries/timeseries.proto), bit for bit,
 * while its bytes arrive; unknown fields are passed over. An empty body is an answer without series.
 *
 * @param options `maxCarryBytes`: how many bytes an id, a name or any other text may have, and so how many may wait for
 *   the rest of a field; at least 1024, 1 MiB by default
 * @throws OmniaError `invalid-argument` for another `maxCarryBytes`
 */
export function createDecoder({
  memory,
  maxCarryBytes = 2 ** 20,
}: DecoderOptions & { readonly maxCarryBytes?: number } = {}): Decoder {
  if (!Number.isSafeInteger(maxCarryBytes) || maxCarryBytes < minCarryBytes) {
    throw new OmniaError(
      "invalid-argument",
      `maxCarryBytes is ${maxCarryBytes}, expected an integer of ${minCarryBytes} or more.`,
    );
  }
  return new StreamDecoder({ memory, maxCarryBytes, isLittleEndian: isHostLittleEndian });
}
