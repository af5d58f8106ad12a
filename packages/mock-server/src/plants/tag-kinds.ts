/**
 * What a sensor of a pump measures. All amounts are in `unit`; times in seconds.
 * Source of the letters: ISA-5.1. The amounts are invented.
 */
export interface TagKind {
  readonly letters: string;
  readonly description: string;
  readonly unit: string;
  readonly periodSeconds: number;
  readonly decimals: number;
  /** While the pump runs, and while it stands still. */
  readonly running: number;
  readonly standing: number;
  /** How soon it follows a stop and a restart. */
  readonly stopSeconds: number;
  readonly startSeconds: number;
  /** How far it goes up and down with the load of the plant, the time of day and of year, by itself, and at random. */
  readonly load?: number;
  readonly day?: number;
  readonly year?: number;
  readonly drift?: number;
  readonly noise?: number;
  /** How far it goes up and down as the drum of the pump is filled and drained. */
  readonly drum?: number;
  /** One of two states: 1 while the pump runs, or while its drum drains. */
  readonly state?: "runs" | "drains";
}

const soon = { stopSeconds: 8, startSeconds: 120 } as const;

/** Those of one pump, in this order. */
export const tagKinds: readonly TagKind[] = [
  {
    letters: "PT",
    description: "suction pressure",
    unit: "bar",
    periodSeconds: 10,
    decimals: 3,
    running: 12,
    standing: 14,
    stopSeconds: 20,
    startSeconds: 120,
    load: 1.2,
    day: 0.1,
    drift: 0.8,
    noise: 0.06,
  },
  {
    letters: "PT",
    description: "discharge pressure",
    unit: "bar",
    periodSeconds: 10,
    decimals: 3,
    running: 87,
    standing: 14,
    stopSeconds: 20,
    startSeconds: 120,
    load: 5,
    day: 0.6,
    drift: 3,
    noise: 0.25,
  },
  {
    letters: "PDT",
    description: "filter differential pressure",
    unit: "mbar",
    periodSeconds: 30,
    decimals: 1,
    running: 320,
    standing: 0,
    ...soon,
    load: 40,
    drift: 90,
    noise: 4,
  },
  {
    letters: "FT",
    description: "flow",
    unit: "m3/h",
    periodSeconds: 5,
    decimals: 2,
    running: 420,
    standing: 0,
    ...soon,
    load: 60,
    day: 4,
    drift: 15,
    noise: 5,
  },
  {
    letters: "TT",
    description: "bearing temperature",
    unit: "degC",
    periodSeconds: 60,
    decimals: 2,
    running: 68,
    standing: 18,
    stopSeconds: 2400,
    startSeconds: 1800,
    load: 3,
    day: 1.2,
    year: 5,
    drift: 1.5,
    noise: 0.15,
  },
  {
    letters: "TT",
    description: "fluid temperature",
    unit: "degC",
    periodSeconds: 60,
    decimals: 2,
    running: 46,
    standing: 20,
    stopSeconds: 7200,
    startSeconds: 3600,
    load: 2,
    day: 1.5,
    year: 7,
    drift: 1,
    noise: 0.08,
  },
  {
    letters: "LT",
    description: "suction drum level",
    unit: "%",
    periodSeconds: 10,
    decimals: 2,
    running: 52,
    standing: 60,
    stopSeconds: 600,
    startSeconds: 900,
    drift: 2,
    noise: 0.3,
    drum: 18,
  },
  {
    letters: "IT",
    description: "motor current",
    unit: "A",
    periodSeconds: 5,
    decimals: 2,
    running: 210,
    standing: 0,
    stopSeconds: 3,
    startSeconds: 60,
    load: 22,
    drift: 4,
    noise: 2.5,
  },
  {
    letters: "VT",
    description: "vibration",
    unit: "mm/s",
    periodSeconds: 1,
    decimals: 3,
    running: 2.8,
    standing: 0,
    ...soon,
    load: 0.2,
    drift: 0.7,
    noise: 0.4,
  },
  {
    letters: "XS",
    description: "motor running",
    unit: "",
    periodSeconds: 60,
    decimals: 0,
    running: 1,
    standing: 0,
    ...soon,
    state: "runs",
  },
  {
    letters: "ZS",
    description: "drum drain valve open",
    unit: "",
    periodSeconds: 60,
    decimals: 0,
    running: 1,
    standing: 1,
    ...soon,
    state: "drains",
  },
  {
    letters: "AT",
    description: "water in oil",
    unit: "%",
    periodSeconds: 3600,
    decimals: 2,
    running: 3.4,
    standing: 3.4,
    ...soon,
    load: 0.4,
    year: 0.3,
    drift: 1.1,
    noise: 0.15,
  },
];
