import { createClockSection } from "./clock-section.ts";
import { controlApi } from "./control-api.ts";
import { createFaultsSection } from "./faults-section.ts";
import { follow } from "./follow.ts";
import { createLogSection } from "./log-section.ts";
import { part } from "./part.ts";
import { createPlotSection } from "./plot-section.ts";
import { createSeriesSection } from "./series-section.ts";

/** An enqueued write is done a while after its answer: so many ticks later one looks again. */
const ticksAfterWrite = 3;

const log = createLogSection();
const loadSeries = createSeriesSection(createPlotSection());
const showClock = createClockSection(() => {
  log.forget();
  void loadSeries();
});
const showFaults = createFaultsSection();
let seriesCount = 0;
let ticksLeft = 0;

async function connect(): Promise<void> {
  const { seed, auth, strict, series, dataFile } = await controlApi("get", "/server", {});
  const facts = [
    `Seed ${seed}`,
    auth === "none" ? "takes any token" : "checks tokens",
    ...(strict ? ["strict"] : []),
    ...(dataFile === undefined ? [] : [`data file ${dataFile}`]),
  ];
  part("server").textContent = facts.join(" · ");
  part("save").hidden = dataFile === undefined;
  seriesCount = series;
  log.forget();
  await loadSeries();
}

async function tick(): Promise<void> {
  const [server, clock, faults, isWritten] = await Promise.all([
    controlApi("get", "/server", {}),
    controlApi("get", "/clock", {}),
    controlApi("get", "/faults", {}),
    log.follow(),
  ]);
  showClock(clock);
  showFaults(faults);
  ticksLeft = isWritten ? ticksAfterWrite : Math.max(ticksLeft - 1, 0);
  if (isWritten || ticksLeft === 1 || server.series !== seriesCount) {
    seriesCount = server.series;
    await loadSeries();
  }
}

follow(connect, tick);
