import { controlApi } from "./control-api.ts";
import type { Series } from "./control-api.ts";
import { element } from "./element.ts";
import { formatQuality, formatValue } from "./format.ts";
import { part } from "./part.ts";
import { report } from "./report.ts";
import { createRovingFocus } from "./roving-focus.ts";
import { drawSparkline } from "./sparkline.ts";
import { toQuery, windowOf } from "./time-window.ts";

const pageSize = 100;
const sparklineBuckets = 100;
/** Of a series with more points than this the sparkline is the last day: ten years take a plant seconds to compute. */
const mostSparklinePoints = 100_000;
const dayMs = 86_400_000;

async function fetchSparkline({ id, points: { count, first, last } }: Series): Promise<SVGSVGElement> {
  const isLong = count > mostSparklinePoints && first !== undefined && last !== undefined;
  const window = isLong ? windowOf(Date.parse(first), Date.parse(last), dayMs) : undefined;
  const query = { ...(window === undefined ? {} : toQuery(window)), buckets: sparklineBuckets };
  return drawSparkline(await controlApi("get", "/series/{id}/plot", { id, query }));
}

function describeLatest({ unit, points: { lastValue, lastStatus } }: Series): HTMLElement {
  if (lastValue === undefined || lastStatus === undefined)
    return element("span", { class: "latest quiet" }, "no points");
  const quality = element("span", { class: lastStatus < 192 ? "chip bad" : "chip good" }, formatQuality(lastStatus));
  return element("span", { class: "latest" }, `${formatValue(lastValue)} ${unit ?? ""} `, quality);
}

function describeSeries(series: Series, isChosen: boolean): HTMLElement {
  const { id, name, facility, description, points } = series;
  const about = [description, `${points.count.toLocaleString("en")} ${points.count === 1 ? "point" : "points"}`];
  return element(
    "div",
    { role: "option", "data-id": id, "aria-selected": String(isChosen), tabindex: -1 },
    element("div", { class: "first" }, element("span", { class: "name", title: name }, name), describeLatest(series)),
    element("div", { class: "about quiet" }, `Facility ${facility}`),
    element("div", { class: "about quiet", title: description ?? "" }, about.filter(Boolean).join(" · ")),
  );
}

/**
 * The list of series.
 * @param onChoose is told the series that somebody chose, the first one at the beginning, and `undefined` when it went
 * @returns to be called when the series may have changed
 */
export function createSeriesSection(onChoose: (series: Series | undefined) => void): () => Promise<void> {
  const list = part("series-list");
  const search = part("series-search", HTMLInputElement);
  const [earlier, later] = [part("series-before", HTMLButtonElement), part("series-after", HTMLButtonElement)];
  const keepFocus = createRovingFocus(list, '[role="option"]');
  let skip = 0;
  let shown: readonly Series[] = [];
  let chosenId: string | undefined;
  let asked = 0;

  // Only what can be seen asks for its sparkline.
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      void report("series", async () => {
        const series = shown.find(({ id }) => id === (target as HTMLElement).dataset["id"]);
        if (series === undefined) return;
        const sparkline = await fetchSparkline(series);
        target.querySelector("svg")?.remove();
        target.append(sparkline);
      });
    }
  });

  const choose = (series: Series | undefined): void => {
    chosenId = series?.id;
    for (const item of list.children)
      item.setAttribute("aria-selected", String(item.getAttribute("data-id") === chosenId));
    onChoose(series);
  };

  const show = (total: number): void => {
    const focused = (document.activeElement as HTMLElement | null)?.dataset["id"];
    seen.disconnect();
    const before = new Map([...list.children].map((item) => [item.getAttribute("data-id"), item.querySelector("svg")]));
    const items = shown.map((series) => {
      const item = describeSeries(series, series.id === chosenId);
      // The old picture stays until the new one is there, so that nothing flickers.
      item.append(...[before.get(series.id)].filter((svg) => svg != null));
      return item;
    });
    list.replaceChildren(...items);
    for (const item of items) seen.observe(item);
    keepFocus();
    if (focused !== undefined) items.find(({ dataset }) => dataset["id"] === focused)?.focus({ preventScroll: true });
    part("series-empty").hidden = shown.length > 0;
    part("series-count").textContent =
      total > shown.length ? `${skip + 1}–${skip + shown.length} of ${total}` : String(total);
    earlier.disabled = skip === 0;
    later.disabled = skip + shown.length >= total;
  };

  const load = async (): Promise<void> => {
    const ask = ++asked;
    await report("series", async () => {
      const query = { skip, limit: pageSize, ...(search.value === "" ? {} : { search: search.value }) };
      const { total, series: found } = await controlApi("get", "/series", { query });
      // An answer that a newer question has overtaken is of no use.
      if (ask !== asked) return;
      shown = found;
      show(total);
      const before = chosenId;
      const series = shown.find(({ id }) => id === before) ?? (await findChosen()) ?? shown[0];
      // Somebody may have chosen another one meanwhile.
      if (ask === asked && chosenId === before) choose(series);
    });
  };

  /** The chosen series may be on another page of the list, and may be gone. */
  const findChosen = async (): Promise<Series | undefined> => {
    if (chosenId === undefined) return undefined;
    return controlApi("get", "/series/{id}", { id: chosenId }).catch(() => undefined);
  };

  const turn = (by: number): void => {
    skip += by;
    list.parentElement!.scrollTop = 0;
    void load();
  };
  const chooseFrom = ({ target }: Event): void => {
    const id = (target as HTMLElement).closest<HTMLElement>('[role="option"]')?.dataset["id"];
    const series = shown.find((one) => one.id === id);
    if (series === undefined) return;
    choose(series);
    // On a narrow screen the plot is further down.
    part("plot").scrollIntoView({ block: "nearest" });
  };
  list.addEventListener("click", chooseFrom);
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    chooseFrom(event);
  });
  search.addEventListener("input", () => {
    skip = 0;
    void load();
  });
  earlier.addEventListener("click", () => turn(-pageSize));
  later.addEventListener("click", () => turn(pageSize));
  part("series-refresh").addEventListener("click", () => void load());
  return load;
}
