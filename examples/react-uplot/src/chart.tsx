import { useEffect, useRef } from "react";
import type { ReactElement } from "react";
import uPlot from "uplot";
import { chartHeightPx, createChartOptions } from "./chart-options.ts";
import type { ChartStyle } from "./chart-options.ts";
import type { ChartData } from "./read-chart.ts";

/** A canvas of uPlot that is as wide as there is room. Give the same `style` object until it changes. */
export function Chart({ data, style }: { readonly data: ChartData; readonly style: ChartStyle }): ReactElement {
  const container = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = container.current!;
    const chart = new uPlot(createChartOptions(data, style, element.clientWidth), data.columns, element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: chartHeightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [data, style]);

  return <div className="chart" ref={container} />;
}
