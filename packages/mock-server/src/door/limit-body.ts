import { Refusal } from "../refusal.ts";

/** The methods whose bodies are read; the bodies of others are left alone. */
const withBody: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * The same request, whose body fails with a Refusal, 413, when it is read and is longer than `maxBytes`: at once
 * where its `Content-Length` says so, else when the first byte too many arrives. The rest stays unread, so that
 * the answer still finds its way.
 */
export function limitBody(request: Request, maxBytes: number): Request {
  if (!withBody.has(request.method) || request.body === null) return request;
  const { url, method, headers } = request;
  const reader = request.body.getReader();
  const refuseAbove = (bytes: number): void => {
    if (bytes > maxBytes) throw new Refusal(413, `The request body is longer than ${maxBytes} bytes.`);
  };
  const declared = Number(headers.get("content-length") ?? 0);
  let arrived = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        refuseAbove(declared);
        const { done, value } = await reader.read();
        if (done) return controller.close();
        arrived += value.length;
        refuseAbove(arrived);
        controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method, headers, body, signal: request.signal, duplex: "half" };
  return new Request(url, init);
}
