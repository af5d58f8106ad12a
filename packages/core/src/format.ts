/**
 * A wire format of datapoint answers, as a value: `json` of `@omnia-timeseries/json`, or
 * `protobuf` of `@omnia-timeseries/protobuf`. `core` knows neither.
 */
export interface Format {
  readonly name: string;
  /** The media type that asks the service for this format. */
  readonly accept: string;
  createDecoder(options?: DecoderOptions): Decoder;
}

export interface DecoderOptions {
  /** Where columns take their memory from. By default each gets new memory of its own. */
  readonly memory?: ColumnMemory;
}

/** Memory for columns, so that one page can be decoded into what an earlier one has left. */
export interface ColumnMemory {
  /** At least `byteLength` bytes; what they hold is left over from before. */
  take(byteLength: number): ArrayBuffer;
  /** Gives back what a growing column has outgrown. */
  give(buffer: ArrayBuffer): void;
}

/** Decodes one answer while its bytes arrive. */
export interface Decoder {
  /**
   * Takes the next bytes. They may be a view into a larger buffer and are not kept.
   * @throws OmniaError `decode` as soon as the bytes cannot be of this format
   */
  push(chunk: Uint8Array): void;
  /**
   * @throws OmniaError `incomplete` when bytes are missing, `decode` when the structure is wrong
   */
  finish(): DatapointsResponse;
}

/** A datapoint answer of one or several series; the same from every format. */
export interface DatapointsResponse {
  readonly items: readonly DatapointsResponseItem[];
  /** Present when there are more pages. */
  readonly continuationToken?: string;
}

/** One series in an answer. Protobuf carries no name, facility, terminal or error. */
export interface DatapointsResponseItem {
  readonly id?: string;
  readonly name?: string;
  readonly facility?: string;
  readonly terminal?: string;
  readonly totalCount?: number;
  readonly continuationToken?: string;
  /** Why this item was refused, while others of the same request were answered. */
  readonly error?: { readonly statusCode: number; readonly message?: string; readonly traceId?: string };
  /** Rows: the length of every column. A series that was answered has `columns.time`, also without rows. */
  readonly length: number;
  readonly columns: Columns;
}

/** The columns that the answer named, each `length` long. Unknown columns are dropped. */
export interface Columns {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  time?: BigInt64Array;
  /** Status codes, 192 = good; 0 where a row has none. */
  status?: Uint32Array;
  /** All others: NaN where a row has none. */
  value?: Float64Array;
  count?: Float64Array;
  avg?: Float64Array;
  min?: Float64Array;
  max?: Float64Array;
  sum?: Float64Array;
  first?: Float64Array;
  last?: Float64Array;
  stddev?: Float64Array;
  median?: Float64Array;
}

/** The columns of 64-bit floats, in the order of the service's `Datapoint` schema. */
export const numberColumns = [
  "value",
  "count",
  "avg",
  "min",
  "max",
  "sum",
  "first",
  "last",
  "stddev",
  "median",
] as const;
export type NumberColumn = (typeof numberColumns)[number];
