/// <reference lib="esnext.disposable" preserve="true" />
import { joinDatapoints } from "./cut-datapoints.ts";
import type { DatapointInput } from "./datapoint-input.ts";
import type { Datapoints } from "./datapoints.ts";
import { OmniaError } from "./omnia-error.ts";
import { runWrites } from "./run-writes.ts";
import type { ManyWriter, WriteBatch } from "./run-writes.ts";
import { orderDatapoints } from "./split-writes.ts";
import type { CallOptions } from "./transport.ts";
import { toBatch, toWriteLimits } from "./write-many.ts";
import type { WriteSizes } from "./write-many.ts";
import type { WriteReport } from "./write-report.ts";

/** What a writer has sent, and what became of it. */
export interface WriterReport extends Omit<WriteReport, "stopped"> {
  /** The points of `failed` and `unknown`, to be written again or kept elsewhere. */
  readonly unwritten: readonly Datapoints[];
}

export interface WriterParameters extends WriteSizes {
  /**
   * Is told of everything that was sent, also by `flush` and `close`: the writer itself tries no more than the client
   * does, and keeps nothing. What it throws fails the `flush` that waits, or is an unhandled rejection.
   */
  readonly onReport: (report: WriterReport) => void;
  /** So many points that wait are sent at once. Default 10 000. */
  readonly maxPoints?: number | undefined;
  /** How long a point waits for others at most. Default 1 000. */
  readonly maxDelayMs?: number | undefined;
  /** Above so many points `write` lets its caller wait. Default 100 000. */
  readonly maxQueued?: number | undefined;
}

/** Gathers points, and writes them. */
export interface Writer {
  /**
   * Takes points at once, and resolves when there is room for more: at once, too, below `maxQueued`. It does not say
   * that they are written. Columns are not copied; leave them as they are.
   *
   * @throws OmniaError `invalid-argument` for bad points, none of which are taken, and after `close`
   */
  write(id: string, datapoints: Iterable<DatapointInput>): Promise<void>;
  /** Points that wait or are under way. */
  readonly queued: number;
  /** Sends what waits, and resolves with what became of all that was queued. */
  flush(): Promise<WriterReport>;
  /** The same, and takes no more. */
  close(): Promise<WriterReport>;
  [Symbol.asyncDispose](): Promise<void>;
}

function validateLimit(value: number, name: string, least: number): void {
  if (value >= least) return;
  throw new OmniaError("invalid-argument", `${name}: ${String(value)} is not a number from ${least} on.`);
}

/** What was written to each series, in the order of the times; of several points at one time the last one. */
function joinBySeries(batches: readonly Datapoints[]): WriteBatch[] {
  const bySeries = new Map<string, Datapoints[]>();
  for (const batch of batches) {
    const key = batch.id.toLowerCase();
    const pages = bySeries.get(key);
    if (pages === undefined) bySeries.set(key, [batch]);
    else pages.push(batch);
  }
  return Array.from(bySeries.values(), (pages) => {
    const { id } = pages[0]!;
    const length = pages.reduce((sum, page) => sum + page.length, 0);
    return { id, points: orderDatapoints(id, joinDatapoints(id, pages, length)) };
  });
}

function joinReports(reports: readonly WriterReport[]): WriterReport {
  return {
    committed: reports.flatMap(({ committed }) => committed),
    accepted: reports.flatMap(({ accepted }) => accepted),
    failed: reports.flatMap(({ failed }) => failed),
    unknown: reports.flatMap(({ unknown }) => unknown),
    unwritten: reports.flatMap(({ unwritten }) => unwritten),
  };
}

/**
 * A writer for points that come one by one: it sends them together, by number and by time, and one flush after the
 * other, so that each series keeps its order. A series that fails in one flush is tried anew with the points of the
 * next.
 *
 * @example
 * ```ts
 * await using writer = createWriter(client, {
 *   onReport: ({ failed, unknown, unwritten }) => keepForLater([...failed, ...unknown], unwritten),
 * });
 * for await (const { id, time, value } of measurements) await writer.write(id, [{ time, value }]);
 * ```
 * @throws OmniaError `invalid-argument`
 */
export function createWriter(
  client: ManyWriter,
  { onReport, maxPoints = 10_000, maxDelayMs = 1000, maxQueued = 100_000, async = false, ...sizes }: WriterParameters,
  call: CallOptions = {},
): Writer {
  const limits = toWriteLimits(sizes);
  validateLimit(maxPoints, "maxPoints", 1);
  validateLimit(maxDelayMs, "maxDelayMs", 0);
  validateLimit(maxQueued, "maxQueued", 1);
  if (typeof onReport !== "function") {
    throw new OmniaError("invalid-argument", "onReport: is missing. It is told which points are not written.");
  }
  let waiting: Datapoints[] = [];
  let waitingPoints = 0;
  let queued = 0;
  let isClosed = false;
  // While there is one, points wait: the program may not end before they are sent.
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<WriterReport> | undefined;
  let next: Promise<WriterReport> | undefined;
  const waiters: (() => void)[] = [];

  async function send(): Promise<WriterReport> {
    clearTimeout(timer);
    timer = undefined;
    underWay = next;
    next = undefined;
    const batches = waiting;
    const points = waitingPoints;
    waiting = [];
    waitingPoints = 0;
    const unwritten: Datapoints[] = [];
    const run = { limits, async, ready: joinBySeries(batches), onUnwritten: (one: Datapoints) => unwritten.push(one) };
    const { committed, accepted, failed, unknown } = await runWrites(client, run, call);
    const report = { committed, accepted, failed, unknown, unwritten };
    underWay = undefined;
    queued -= points;
    if (queued <= maxQueued) for (const goOn of waiters.splice(0)) goOn();
    if (batches.length > 0) onReport(report);
    return report;
  }

  /** Sends what waits, as soon as nothing else is under way. */
  function start(): Promise<WriterReport> {
    next ??= (underWay ?? Promise.resolve()).then(send, send);
    return next;
  }

  async function flush(): Promise<WriterReport> {
    return joinReports(await Promise.all(underWay === undefined ? [start()] : [underWay, start()]));
  }

  function close(): Promise<WriterReport> {
    isClosed = true;
    return flush();
  }

  return {
    async write(id, datapoints) {
      if (isClosed) throw new OmniaError("invalid-argument", "write: the writer is closed.");
      for (const { points } of toBatch({ id, datapoints }, "write", client.now())) {
        waiting.push(points);
        waitingPoints += points.length;
        queued += points.length;
      }
      if (waitingPoints >= maxPoints || queued > maxQueued) void start();
      else if (waitingPoints > 0) timer ??= setTimeout(() => void start(), maxDelayMs);
      if (queued > maxQueued) await new Promise<void>((resolve) => void waiters.push(resolve));
    },
    get queued() {
      return queued;
    },
    flush,
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  };
}
