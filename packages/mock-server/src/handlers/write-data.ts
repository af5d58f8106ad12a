import type { components } from "@omnia-timeseries/core/operations";
import { answerDone } from "../call.ts";
import type { Answer, MessageModel } from "../call.ts";
import { allocateColumns } from "../store/columns.ts";
import type { PointColumns } from "../store/columns.ts";
import type { Call, Handler } from "./call.ts";
import { findSeries } from "./find-series.ts";
import { readTime } from "../read-time.ts";

type Rows = readonly components["schemas"]["DatapointWriteRequestItem"][];

/** @throws Refusal 400, naming the row, for a time that is none */
function readRows(rows: Rows, name: string): PointColumns {
  const columns = allocateColumns(rows.length);
  rows.forEach(({ time, value, status }, row) => {
    columns.time[row] = readTime(time, `Body: ${name}[${row}].time`);
    columns.value[row] = value;
    columns.status[row] = status!;
  });
  return columns;
}

type Writing = Pick<Call<"writeData">, "store" | "query" | "assumptions" | "nowMs" | "traceId">;

/** Writes all or, when a series is unknown, nothing. */
function write(
  call: Writing,
  items: readonly { readonly id: string; readonly batch: PointColumns }[],
): Answer<MessageModel> {
  const { store, query, assumptions, nowMs, traceId } = call;
  const writes = items.map(({ id, batch }) => ({ series: findSeries(store, id), batch }));
  if (query.async) {
    const enqueued = writes.map(({ series, batch }) => ({ id: series.metadata.id, batch }));
    store.enqueue(nowMs + assumptions.enqueuedWriteDelayMs, enqueued);
    return { statusCode: 202, body: { statusCode: 202, message: "Accepted", traceId } };
  }
  for (const { series, batch } of writes) series.points.write(batch);
  return answerDone(call);
}

export const writeData: Handler<"writeData"> = (call) =>
  write(call, [{ id: call.path.id, batch: readRows(call.body.datapoints, "datapoints") }]);

export const writeMultipleData: Handler<"writeMultipleData"> = (call) =>
  write(
    call,
    call.body.items.map(({ id, datapoints }, i) => ({ id, batch: readRows(datapoints, `items[${i}].datapoints`) })),
  );
