/** What the mock server does where the public facts about the service are silent, and a test may want the other. */
export interface Assumptions {
  /** What a first or latest point is when there is none: 200 without points, or 404. */
  readonly firstLatestWithoutPoints: "empty" | "not-found";
  /** After how long, on the mock's clock, an enqueued write (202) can be read. */
  readonly enqueuedWriteDelayMs: number;
}

export const defaultAssumptions: Assumptions = {
  firstLatestWithoutPoints: "empty",
  enqueuedWriteDelayMs: 1000,
};
