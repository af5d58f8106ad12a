const minuteMs = 60_000;

export interface SampleSeries {
  readonly name: string;
  readonly facility: string;
  readonly unit: string;
  readonly description: string;
  readonly datapoints: readonly { readonly time: string; readonly value: number; readonly status: number }[];
}

/** A stretch of the day, in parts of it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where there are no points, and where quality is bad. */
export const gap: Stretch = { from: 0.3, to: 0.4 };
export const bad: Stretch = { from: 0.6, to: 0.7 };

/**
 * A day with a point a minute, ending at `endMs`, with one gap and one stretch of bad quality.
 * @param shape from a part of the day, 0 to 1, to the value
 */
export function createSampleSeries(
  name: string,
  endMs: number,
  shape: (part: number) => number = (part) => 80 + 10 * Math.sin(part * 12),
  defects: { readonly gap: Stretch; readonly bad: Stretch } = { gap, bad },
): SampleSeries {
  const parts = Array.from({ length: 1440 }, (_, i) => i / 1439).filter(
    (part) => part < defects.gap.from || part > defects.gap.to,
  );
  const datapoints = parts.map((part) => ({
    time: new Date(endMs - Math.round((1 - part) * 1439) * minuteMs).toISOString(),
    value: Number(shape(part).toFixed(2)),
    status: part > defects.bad.from && part < defects.bad.to ? 64 : 192,
  }));
  return { name, facility: "1755", unit: "bar", description: "Pressure after the choke", datapoints };
}
