/** Ways to read a body of which the memory is measured. */
export const memoryWays = ["protobuf to columns", "JSON to columns", "protobuf-es", "JSON.parse"] as const;
export type MemoryWay = (typeof memoryWays)[number];

/** What reading one body took. */
export interface MemoryUse {
  /** Growth of the whole process at its highest, by the system's count of resident memory. */
  readonly peakBytes: number;
  /** What is held with the result after a collection: heap and buffers. */
  readonly retainedBytes: number;
  /** Of the points that were read. */
  readonly digest: string;
}
