import { controlApi } from "./control-api.ts";
import type { Plot, Series } from "./control-api.ts";
import { element } from "./element.ts";
import { formatTime, formatValue } from "./format.ts";
import { part } from "./part.ts";
import { createPlotView, describeBucket } from "./plot-view.ts";
import { report, showError } from "./report.ts";
import { limitWindow, moveWindow, toQuery, windowOf, zoomWindow } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";

const mostBuckets = 1000;

function describeRow({ time, count, first, min, max, bad }: Plot["buckets"][number]): HTMLElement {
  const texts = [
    formatTime(time),
    formatValue(first),
    formatValue(min),
    formatValue(max),
    String(count),
    bad === 0 ? "" : `× ${bad}`,
  ];
  return element("tr", {}, ...texts.map((text) => element("td", {}, text)));
}

/** @returns to be told which series to plot; the same one again is asked for anew, in its window */
export function createPlotSection(): (series: Series | undefined) => void {
  const area = part("plot-area");
  const empty = part("plot-empty");
  const readout = part("plot-readout");
  const table = part("plot-table", HTMLDetailsElement);
  const ranges = [...document.querySelectorAll<HTMLButtonElement>("[data-range]")];
  let series: Series | undefined;
  let plot: Plot | undefined;
  let range = "86400000";
  /** Somebody zoomed or moved: then it stays as it is when points come. */
  let own: TimeWindow | undefined;
  let reading = -1;
  let asked = 0;

  const currentWindow = (): TimeWindow | undefined => {
    const { first, last } = series?.points ?? {};
    if (own !== undefined || first === undefined || last === undefined) return own;
    return windowOf(Date.parse(first), Date.parse(last), range === "all" ? undefined : Number(range));
  };

  const read = (bucket: number): void => {
    const found = plot?.buckets[bucket];
    if (found === undefined) return;
    reading = bucket;
    readout.textContent = describeBucket(found, series?.unit ?? "");
  };
  const view = createPlotView(area, (chosen) => look(chosen), read);

  const fillTable = (): void => {
    part("plot-rows").replaceChildren(...(table.open ? (plot?.buckets ?? []).map(describeRow) : []));
  };

  const say = (text: string): void => {
    plot = undefined;
    view.clear();
    fillTable();
    empty.textContent = text;
    empty.hidden = false;
    part("plot-window").textContent = "\u00a0";
    readout.textContent = "\u00a0";
  };

  const load = async (): Promise<void> => {
    const ask = ++asked;
    const window = currentWindow();
    if (series === undefined) return say("Choose a series.");
    if (window === undefined) return say("No points in this series.");
    const { id } = series;
    area.setAttribute("aria-busy", "true");
    await report("plot", async () => {
      const query = {
        ...toQuery(window),
        buckets: Math.min(Math.max(area.clientWidth - 70, 100), mostBuckets),
      };
      const answer = await controlApi("get", "/series/{id}/plot", { id, query });
      if (ask !== asked) return;
      const wasRead = plot?.buckets[reading]?.time;
      plot = answer;
      reading = answer.buckets.findIndex(({ time }) => time === wasRead);
      view.show(answer, window);
      empty.hidden = answer.count > 0;
      empty.textContent = "No points in this window.";
      const bad = answer.buckets.reduce((sum, bucket) => sum + bucket.bad, 0);
      part("plot-window").textContent =
        `${formatTime(query.startTime)} to ${formatTime(query.endTime)} UTC · ` +
        `${answer.count.toLocaleString("en")} points, ${bad === 0 ? "all good" : `${bad.toLocaleString("en")} bad`}`;
      if (reading < 0) readout.textContent = "\u00a0";
      else {
        read(reading);
        view.point(reading);
      }
      fillTable();
    });
    if (ask === asked) area.removeAttribute("aria-busy");
  };

  const showRange = (): void => {
    for (const button of ranges) {
      button.setAttribute("aria-pressed", String(own === undefined && button.dataset["range"] === range));
    }
  };
  const look = (window: TimeWindow | undefined): void => {
    own = window === undefined ? undefined : limitWindow(window);
    showRange();
    void load();
  };

  const moves: Readonly<Record<string, (window: TimeWindow) => TimeWindow>> = {
    earlier: (window) => moveWindow(window, -0.5),
    later: (window) => moveWindow(window, 0.5),
    in: (window) => zoomWindow(window, 0.5, readingTime()),
    out: (window) => zoomWindow(window, 2, readingTime()),
  };
  const readingTime = (): number | undefined => {
    const found = plot?.buckets[reading];
    return found === undefined ? undefined : Date.parse(found.time);
  };
  const move = (name: string): void => {
    const window = currentWindow();
    if (window !== undefined) look(moves[name]!(window));
  };
  const step = (by: number): void => {
    const last = (plot?.buckets.length ?? 0) - 1;
    const next = reading < 0 ? (by > 0 ? 0 : last) : Math.min(Math.max(reading + by, 0), last);
    read(next);
    view.point(next);
  };
  const showAll = (): void => {
    range = "all";
    look(undefined);
  };

  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    "Shift+ArrowLeft": () => move("earlier"),
    "Shift+ArrowRight": () => move("later"),
    "+": () => move("in"),
    "=": () => move("in"),
    "-": () => move("out"),
    "0": showAll,
  };
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keys[event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  for (const button of ranges) {
    button.addEventListener("click", () => {
      range = button.dataset["range"]!;
      look(undefined);
    });
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-move]")) {
    button.addEventListener("click", () => move(button.dataset["move"]!));
  }
  table.addEventListener("toggle", fillTable);

  return (chosen) => {
    const isNew = chosen?.id !== series?.id;
    series = chosen;
    if (isNew) {
      own = undefined;
      plot = undefined;
      showRange();
      showError("plot", "");
      part("plot-title").textContent = chosen?.name ?? "Plot";
      part("plot-about").textContent = [chosen?.facility, chosen?.description, chosen?.unit]
        .filter(Boolean)
        .join(" · ");
      area.setAttribute("aria-label", chosen === undefined ? "Plot" : `Plot of ${chosen.name}`);
    }
    void load();
  };
}
