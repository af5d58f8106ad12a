// A process that walks a long window and keeps nothing of it: `bulk-memory-child.ts <base url>`. Sends how many points
// it saw and how much memory it had at most, beside what it had before.
import { accessToken, createTimeseriesClient } from "@omnia-timeseries/core";
import { protobuf } from "@omnia-timeseries/protobuf";
import { seriesId } from "./bodies.ts";
import { sendToParent } from "./child-process.ts";

const client = createTimeseriesClient({
  environment: { name: "bench", baseUrl: process.argv[2]!, scope: "bench" },
  credential: accessToken(() => "token"),
  format: protobuf,
});
const before = process.memoryUsage().rss;
let points = 0;
let most = before;
for await (const page of client.readDatapoints({ id: seriesId, startTime: "2026-01-01", endTime: "2027-01-01" })) {
  points += page.length;
  most = Math.max(most, process.memoryUsage().rss);
}
sendToParent({ points, megabytes: (most - before) / 1e6 });
process.disconnect();
