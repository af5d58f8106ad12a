import type { TimeseriesClient } from "./client.ts";
import type { Datapoints } from "./datapoints.ts";
import { isOmniaError, OmniaError } from "./omnia-error.ts";
import { isOfOneSeries } from "./run-many.ts";
import { packChunks, splitDatapoints } from "./split-writes.ts";
import type { WriteLimits } from "./split-writes.ts";
import type { CallOptions } from "./transport.ts";
import { createReportBuilder } from "./write-report.ts";
import type { WriteProgress, WriteReport } from "./write-report.ts";

/** What bulk writes need of a client. */
export type ManyWriter = Pick<TimeseriesClient, "writeData" | "writeMultiple" | "now">;

/** Points of one series in the order of their times, or why they cannot be written. */
export type WriteBatch =
  | { readonly id: string; readonly points: Datapoints }
  | { readonly id: string; readonly error: OmniaError };

export interface WriteRun {
  readonly limits: WriteLimits;
  readonly async: boolean;
  /** What is there at once. */
  readonly ready: readonly WriteBatch[];
  /** What comes later. */
  readonly later?: AsyncIterator<WriteBatch> | undefined;
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined;
  /** Is given the points of what is reported as failed or unknown. */
  readonly onUnwritten?: ((points: Datapoints) => void) | undefined;
}

/** The chunks of one series that wait; no more than one is under way. */
interface Line {
  readonly waiting: Datapoints[];
  isBusy: boolean;
  /** Why nothing more is sent. */
  broken: OmniaError | undefined;
}

interface Settled {
  readonly chunk: Datapoints;
  readonly outcome: "committed" | "accepted" | "failed" | "unknown";
  readonly error?: OmniaError;
}

/** Requests side by side. The client's own limits come on top. */
const parallel = 8;

const toError = (error: unknown): OmniaError =>
  isOmniaError(error) ? error : new OmniaError("outcome-unknown", "The write failed in the client.", { cause: error });

const notSent = (cause: OmniaError): OmniaError =>
  new OmniaError(
    cause.code,
    `Not sent, because it is not certain that the points of this series before these are written: ${cause.message}`,
    { cause, isRetryable: cause.isRetryable },
  );

/** Writes the chunks, each of its own series. Where one of them brought a refusal upon all, it is found by halves. */
async function sendChunks(
  client: ManyWriter,
  chunks: readonly Datapoints[],
  async: boolean,
  call: CallOptions,
  wasOpen = false,
): Promise<Settled[]> {
  try {
    const items = chunks.map((chunk) => ({ id: chunk.id, datapoints: chunk }));
    const { statusCode } =
      items.length === 1
        ? await client.writeData({ ...items[0]!, async }, call)
        : await client.writeMultiple({ items, async }, call);
    return chunks.map((chunk) => ({ chunk, outcome: statusCode === 202 ? "accepted" : "committed" }));
  } catch (thrown) {
    const error = toError(thrown);
    const isOpen = wasOpen || error.mayBeDone === true || error.code === "outcome-unknown";
    if (chunks.length === 1 || !isOfOneSeries(error)) {
      return chunks.map((chunk) => ({ chunk, outcome: isOpen ? "unknown" : "failed", error }));
    }
    const middle = chunks.length >> 1;
    const left = await sendChunks(client, chunks.slice(0, middle), async, call, isOpen);
    const right = await sendChunks(client, chunks.slice(middle), async, call, isOpen);
    return [...left, ...right];
  }
}

/**
 * Writes batches: each series in its order, one chunk after the other, different series side by side. What comes later
 * is taken only as fast as it can be sent.
 *
 * @returns what became of every point; it fails only by what `onProgress` throws
 */
export async function runWrites(client: ManyWriter, run: WriteRun, call: CallOptions): Promise<WriteReport> {
  const { limits, ready, later, onProgress, onUnwritten } = run;
  const { signal } = call;
  const report = createReportBuilder();
  // By the id in lower case, which is the same series.
  const lines = new Map<string, Line>();
  const arrived: (() => void)[] = [];
  let wake = (): void => {};
  let underWay = 0;
  let waitingPoints = 0;
  let isPulling = false;
  let isEnded = later === undefined;
  let stopped: { readonly reason: unknown } | undefined;
  let abort: OmniaError | undefined;

  const lineOf = (id: string): Line => {
    const key = id.toLowerCase();
    const line = lines.get(key) ?? { waiting: [], isBusy: false, broken: undefined };
    lines.set(key, line);
    return line;
  };

  const fail = (points: Datapoints, error: OmniaError, isSent: boolean): void => {
    const range = { id: points.id, from: points.time[0]!, to: points.time.at(-1)!, points: points.length };
    report.add("failed", { ...range, error, notSent: !isSent });
    onUnwritten?.(points);
  };

  const dropWaiting = (line: Line, error: OmniaError): void => {
    line.broken = error;
    for (const chunk of line.waiting.splice(0)) {
      waitingPoints -= chunk.length;
      fail(chunk, error, false);
    }
  };

  const add = (batch: WriteBatch): void => {
    const line = lineOf(batch.id);
    report.place(batch.id);
    if ("error" in batch) {
      const { id, error } = batch;
      report.add("failed", { id, from: undefined, to: undefined, points: 0, error, notSent: true });
      // What came before it is good, and goes.
      line.broken ??= notSent(error);
    } else if (abort !== undefined || line.broken !== undefined) {
      fail(batch.points, abort ?? line.broken!, false);
    } else {
      line.waiting.push(...splitDatapoints(batch.points, limits));
      waitingPoints += batch.points.length;
    }
  };

  const settle = ({ chunk, outcome, error }: Settled): void => {
    const line = lineOf(chunk.id);
    line.isBusy = false;
    const range = { id: chunk.id, from: chunk.time[0]!, to: chunk.time.at(-1)!, points: chunk.length };
    if (outcome === "committed" || outcome === "accepted") {
      report.add(outcome, range);
      if (line.waiting.length === 0 && line.broken === undefined) lines.delete(chunk.id.toLowerCase());
      return;
    }
    if (outcome === "failed") {
      fail(chunk, error!, true);
    } else {
      report.add("unknown", { ...range, error: error! });
      onUnwritten?.(chunk);
    }
    dropWaiting(line, notSent(error!));
  };

  const arrive = (take: () => void): void => {
    arrived.push(take);
    wake();
  };

  const startAll = (): void => {
    if (underWay === parallel) return;
    const free = [...lines.values()].filter(({ isBusy, waiting }) => !isBusy && waiting.length > 0);
    const { taken, isFull } = packChunks(
      free.map(({ waiting }) => waiting[0]!),
      limits,
    );
    // Small batches that come later gather while a request is under way.
    if (taken.length === 0 || (!isFull && !isEnded && underWay > 0)) return;
    const chunks = taken.map((i) => {
      const line = free[i]!;
      line.isBusy = true;
      return line.waiting.shift()!;
    });
    for (const { length } of chunks) waitingPoints -= length;
    underWay++;
    void sendChunks(client, chunks, run.async, call).then((settled) =>
      arrive(() => {
        underWay--;
        settled.forEach(settle);
        onProgress?.(report.progress());
      }),
    );
    startAll();
  };

  const end = (reason: unknown): void => {
    isEnded = true;
    stopped ??= { reason };
  };

  const pull = (source: AsyncIterator<WriteBatch>): void => {
    isPulling = true;
    source.next().then(
      ({ done, value }) =>
        arrive(() => {
          isPulling = false;
          if (done === true) isEnded = true;
          else add(value);
        }),
      (error: unknown) => arrive(() => end(error)),
    );
  };

  /** Nothing is sent any more; what is under way is ended by the same signal. */
  const leave = (): void => {
    const error = new OmniaError("aborted", "The write was ended before these points were sent.", {
      cause: signal!.reason,
    });
    abort = error;
    if (!isEnded) end(error);
    for (const line of lines.values()) dropWaiting(line, error);
  };

  const onAbort = (): void => arrive(leave);
  ready.forEach(add);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort);
  try {
    for (;;) {
      for (const take of arrived.splice(0)) take();
      startAll();
      if (underWay === 0 && isEnded && waitingPoints === 0) break;
      if (!isEnded && !isPulling && waitingPoints < parallel * limits.points) pull(later!);
      if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    // Whoever gives the points may hold a file open. It may also hang, so nobody waits for it.
    void later?.return?.().catch(() => {});
  }
  return { ...report.build(), ...(stopped !== undefined && { stopped: stopped.reason }) };
}
