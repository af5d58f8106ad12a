/** A point as a fixture of the mock server has it, with its time in nanoseconds since 1970 beside. */
export interface KnownPoint {
  readonly time: string;
  readonly ns: bigint;
  readonly value: number;
  readonly status: number;
}

/** What only a reader that loses nothing gives back: the 100 ns that the service keeps, before 1970 too, and a zero with its sign. */
export const exactSeries: { readonly id: string; readonly points: readonly KnownPoint[] } = {
  id: "8d7be9a4-9b31-4c51-9f34-2a6f6e3b0c01",
  points: [
    { time: "1969-12-31T23:59:59.9999999Z", ns: -100n, value: 0.1, status: 192 },
    { time: "2024-01-01T00:00:00.1234567Z", ns: 1_704_067_200_123_456_700n, value: -0, status: 0 },
    { time: "2024-01-01T00:00:00.1234568Z", ns: 1_704_067_200_123_456_800n, value: 5e-324, status: 64 },
    { time: "2024-02-29T12:00:00Z", ns: 1_709_208_000_000_000_000n, value: 1.7976931348623157e308, status: 192 },
  ],
};

const start = Date.UTC(2024, 0, 1);

/** A point a second, whose value is how many seconds have gone. */
export const longSeries: { readonly id: string; readonly points: readonly KnownPoint[]; readonly endTime: string } = {
  id: "8d7be9a4-9b31-4c51-9f34-2a6f6e3b0c02",
  points: Array.from({ length: 7200 }, (_, second) => ({
    time: new Date(start + second * 1000).toISOString(),
    ns: BigInt(start + second * 1000) * 1_000_000n,
    value: second,
    status: 192,
  })),
  endTime: "2024-01-01T02:00:00Z",
};

/** Without points. */
export const emptySeriesId = "8d7be9a4-9b31-4c51-9f34-2a6f6e3b0c03";

/** JSON.stringify would take the sign of a zero away. */
const encodePoint = ({ time, value, status }: KnownPoint): string =>
  `{"time":"${time}","value":${Object.is(value, -0) ? "-0" : value},"status":${status}}`;

/** The body that puts them into a mock server. */
export function encodeFixture(): string {
  const series = [
    { name: "exact", ...exactSeries },
    { name: "long", ...longSeries },
    { name: "empty", id: emptySeriesId, points: [] },
  ];
  const items = series.map(
    ({ id, name, points }) =>
      `{"id":"${id}","name":"${name}","facility":"1219","datapoints":[${points.map(encodePoint).join()}]}`,
  );
  return `{"series":[${items.join()}]}`;
}
