import type { Format } from "@omnia-timeseries/core";
import { json } from "@omnia-timeseries/json";
import { protobuf } from "@omnia-timeseries/protobuf";
import type { RuntimeCase } from "../case.ts";
import { createClient } from "../create-client.ts";
import { expectEqual } from "../expect-equal.ts";
import { exactSeries } from "../series.ts";

const readsExactly = (name: string, format: Format): RuntimeCase => ({
  name: `points as ${name}, exact in every digit`,
  async run(target) {
    const { id, points } = exactSeries;
    const page = await createClient(target, { format }).getDatapoints({ id, startTime: "1960-01-01" });
    expectEqual(
      [...page],
      points.map(({ ns, value, status }) => ({ time: ns, value, status })),
      "the points",
    );
  },
});

/** Reads of what only a reader that loses nothing gives back. */
export const exactPoints: readonly RuntimeCase[] = [readsExactly("Protobuf", protobuf), readsExactly("JSON", json)];
