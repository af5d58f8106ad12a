import { StrictMode, useCallback, useState } from "react";
import type { ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { useReading } from "./use-reading.ts";

/** Reads that are under way: what was asked, whether it is to go on, and how to end it. */
interface StubbornRead {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly resolve: (text: string) => void;
}

/** Shows reads that do not listen to their signal, but end when a test says so. */
export function mountStubborn(element: Element): {
  readonly reads: readonly StubbornRead[];
  readonly shown: readonly string[];
  readonly choose: (name: string) => void;
  readonly unmount: () => void;
} {
  const reads: StubbornRead[] = [];
  const shown: string[] = [];
  let choose: (name: string) => void;

  function Stubborn(): ReactElement {
    const [name, setName] = useState("a");
    choose = setName;
    const read = useCallback(
      (signal: AbortSignal) => new Promise<string>((resolve) => reads.push({ name, signal, resolve })),
      [name],
    );
    const [reading] = useReading(read);
    const text = `${name}: ${reading.state === "done" ? reading.data : reading.state}`;
    shown.push(text);
    return <output>{text}</output>;
  }

  const root = createRoot(element);
  root.render(
    <StrictMode>
      <Stubborn />
    </StrictMode>,
  );
  return { reads, shown, choose: (name) => choose(name), unmount: () => root.unmount() };
}
