import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The page as one document, with its style and script inside, and the licence of uPlot, which is in it. */
export async function buildPage(): Promise<string> {
  const bundle = await rolldown({ input: fileURLToPath(new URL("main.ts", import.meta.url)), platform: "browser" });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  // Nothing in the script may end the element that it stands in.
  const script = output[0].code.trim().replaceAll("</script", "<\\/script");
  const style = (read("../node_modules/uplot/dist/uPlot.min.css") + read("page.css")).replaceAll(/\s*\n\s*/g, "");
  const licence = `<!--\nThe plot is drawn by uPlot.\n${read("../node_modules/uplot/LICENSE").trim()}\n-->`;
  const html = read("page.html").replaceAll(/^\s+/gm, "");
  // As functions, so that `$` in what is put in means nothing.
  return html
    .replace("<head>", () => `${licence}\n<head>`)
    .replace("/*style*/", () => style)
    .replace("/*script*/", () => script);
}
