import { wireTime } from "../bodies.ts";
import { digText, readOnlyItem } from "./answer.ts";
import type { CaseContext, Sample } from "./case.ts";
import type { Target } from "./context.ts";
import { Finding, NotApplicable } from "./finding.ts";
import { readRows } from "./rows.ts";

const minuteNs = 60_000_000_000n;
/** A fast series has many points in a minute, a slow one a few a month; a small window is a small question. */
const windows = [
  minuteNs,
  60n * minuteNs,
  24n * 60n * minuteNs,
  30n * 24n * 60n * minuteNs,
  366n * 24n * 60n * minuteNs,
];
const wanted = 60;
const needed = 8;

/**
 * Metadata of a series and some points near its latest, with at most 7 requests.
 *
 * @throws NotApplicable when it has not enough points in the year before the latest
 */
export async function readSample(send: CaseContext["send"], series: Target["series"]): Promise<Sample> {
  const { id } = series;
  const metadata = readOnlyItem(await send({ path: `/${id}` }));
  const [latest] = readRows(await send({ path: `/${id}/data/latest` }));
  if (latest === undefined) throw new NotApplicable("the series has no points: give --id of one that has");
  for (const window of windows) {
    const query = { startTime: wireTime(latest.ns - window), endTime: wireTime(latest.ns), limit: wanted };
    const rows = readRows(await send({ path: `/${id}/data`, query }));
    if (rows.some(({ ns }, i) => i > 0 && ns <= rows[i - 1]!.ns))
      throw new Finding("points that do not ascend by time");
    if (rows.length < needed) continue;
    const { name = digText(metadata, "name"), facility = digText(metadata, "facility") } = series;
    return { id, name, facility, rows };
  }
  throw new NotApplicable(`the series has fewer than ${needed} points in a year: give --id of one with more`);
}
