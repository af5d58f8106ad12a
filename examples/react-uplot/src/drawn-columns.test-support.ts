import type { Page } from "playwright-core";

/** Of each column of pixels of the chart's plotting area, how many have about this color, such as `[10, 98, 180]`. */
export function readDrawnColumns(page: Page, color: readonly [number, number, number]): Promise<number[]> {
  return page.evaluate(([red, green, blue]) => {
    const canvas = document.querySelector("canvas")!;
    const scale = canvas.width / canvas.clientWidth;
    const [outer, area] = [canvas, document.querySelector(".u-over")!].map((element) =>
      element.getBoundingClientRect(),
    );
    const left = Math.round((area!.left - outer!.left) * scale);
    const top = Math.round((area!.top - outer!.top) * scale);
    const [width, height] = [Math.round(area!.width * scale), Math.round(area!.height * scale)];
    const { data } = canvas.getContext("2d")!.getImageData(left, top, width, height);
    const isNear = (at: number): boolean =>
      data[at + 3]! > 200 && [red, green, blue].every((part, i) => Math.abs(data[at + i]! - part) < 40);
    return Array.from(
      { length: width },
      (_, x) => Array.from({ length: height }, (_, y) => isNear(4 * (y * width + x))).filter(Boolean).length,
    );
  }, color);
}
