// What bundlers take for pages (the export condition `browser`): the same, but for the one flow that works there.
export * from "./index.ts";
export { interactiveBrowser } from "./interactive-browser-page.ts";
