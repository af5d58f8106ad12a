import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import type { Plant } from "./plant.ts";

/** @returns takes the app away again, with what it is reading */
export function mountApp(element: Element, plant: Plant): () => void {
  const root = createRoot(element);
  root.render(
    <StrictMode>
      <App {...plant} />
    </StrictMode>,
  );
  return () => root.unmount();
}
