import type { TimeseriesClient } from "@omnia-timeseries/core";

/** The highest pressure of a day, or `undefined` where there is no point. */
export async function findHighestPressure(
  client: TimeseriesClient,
  id: string,
  day: string,
): Promise<number | undefined> {
  const end = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  let highest: number | undefined;
  for await (const { value } of client.readDatapoints({ id, startTime: `${day}T00:00:00Z`, endTime: end })) {
    for (const one of value) if (highest === undefined || one > highest) highest = one;
  }
  return highest;
}
