/** The body of a request, which is read once, and a copy of it. */
export interface BodyCopy {
  /** Reads it, if that has not been done. */
  readonly text: () => Promise<string>;
  /** What was read, if it is not longer than was asked for. */
  readonly kept: string | undefined;
}

/** @param maxLength of what is kept, in UTF-16 units */
export function copyBody(request: Pick<Request, "text">, maxLength: number): BodyCopy {
  let reading: Promise<string> | undefined;
  let kept: string | undefined;
  return {
    text() {
      reading ??= request.text().then((text) => {
        if (text.length <= maxLength) kept = text;
        return text;
      });
      return reading;
    },
    get kept() {
      return kept;
    },
  };
}
