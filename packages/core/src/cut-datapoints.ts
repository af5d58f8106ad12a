import { Datapoints } from "./datapoints.ts";

/** Rows `from` to `to` as views. */
export function cutDatapoints(
  { id, time, value, status, totalCount }: Datapoints,
  from: number,
  to: number,
): Datapoints {
  const columns = { time: time.subarray(from, to), value: value.subarray(from, to), status: status.subarray(from, to) };
  return new Datapoints({ id, ...columns, totalCount });
}

/** Pages as one. */
export function joinDatapoints(id: string, pages: readonly Datapoints[], length: number): Datapoints {
  const all = new Datapoints({
    id,
    time: new BigInt64Array(length),
    value: new Float64Array(length),
    status: new Uint32Array(length),
    // The first request is for the whole window.
    totalCount: pages.at(0)?.totalCount,
  });
  let row = 0;
  for (const page of pages) {
    all.time.set(page.time, row);
    all.value.set(page.value, row);
    all.status.set(page.status, row);
    row += page.length;
  }
  return all;
}
