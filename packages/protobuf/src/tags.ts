// Tags of specs/timeseries/timeseries.proto: field number * 8 + wire type (0 varint, 1 64 bits, 2 length-delimited).
// Of each message also the highest field number; the numbers from 1 to there are all taken.

/** `CompactDatapointsDto` */
export const responseTags = { data: 0x0a, continuationToken: 0x12, lastField: 2 } as const;

/** `CompactDatapointsItem` */
export const itemTags = { id: 0x0a, totalCount: 0x10, fields: 0x1a, values: 0x22, lastField: 4 } as const;

/** `CompactDataPointValue` */
export const cellTags = { int64: 0x08, double: 0x11, uint32: 0x18, uint64: 0x20, lastField: 4 } as const;
