import type { ReactElement, ReactNode } from "react";
import { describeError } from "./describe-error.ts";
import type { Reading } from "./use-reading.ts";

interface ReadingViewProps<T> {
  readonly reading: Reading<T>;
  readonly tryAgain: () => void;
  /** What is read, such as "the measurements of the pump". */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** That it is being read, what went wrong with a way out, or what was read. */
export function ReadingView<T>({ reading, tryAgain, what, children }: ReadingViewProps<T>): ReactElement {
  if (reading.state === "loading") return <p role="status">Reading {what} …</p>;
  if (reading.state === "done") return <>{children(reading.data)}</>;
  const { text, support } = describeError(reading.error);
  return (
    <div role="alert" className="failure">
      <p>{text}</p>
      <button type="button" onClick={tryAgain}>
        Try again
      </button>
      <details>
        <summary>For support</summary>
        <pre>{support}</pre>
      </details>
    </div>
  );
}
