import type { Page } from "playwright-core";

/** How many pixels of a colour are in each column of the plot, from its left to its right. */
export interface DrawnColumns {
  readonly line: readonly number[];
  readonly bad: readonly number[];
}

/** Counts what really is on the canvas, within the axes. */
export function readDrawnColumns(page: Page): Promise<DrawnColumns> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("#plot-area canvas")!;
    const [outer, inner] = [canvas, document.querySelector("#plot-area .u-over")!].map((one) =>
      one.getBoundingClientRect(),
    );
    const scale = canvas.width / outer!.width;
    const left = Math.round((inner!.left - outer!.left) * scale);
    const top = Math.round((inner!.top - outer!.top) * scale);
    const [width, height] = [Math.round(inner!.width * scale), Math.round(inner!.height * scale)];
    const { data } = canvas.getContext("2d")!.getImageData(left, top, width, height);
    const style = getComputedStyle(document.documentElement);
    const count = (name: string): number[] => {
      const [, ...digits] = /#(..)(..)(..)/.exec(style.getPropertyValue(name))!;
      const wanted = digits.map((two) => Number.parseInt(two, 16));
      return Array.from({ length: width }, (_, x) => {
        let found = 0;
        for (let y = 0; y < height; y++) {
          const at = (y * width + x) * 4;
          const isNear = wanted.every((value, i) => Math.abs(value - data[at + i]!) < 40);
          if (isNear && data[at + 3]! > 120) found++;
        }
        return found;
      });
    };
    return { line: count("--line"), bad: count("--bad") };
  });
}
