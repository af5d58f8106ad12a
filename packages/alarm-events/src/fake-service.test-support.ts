import { accessToken } from "@omnia-timeseries/core";
import type { TransportOptions } from "@omnia-timeseries/core";

/** A `fetch` that keeps what was sent and gives the next of these answers. */
export interface FakeService {
  readonly options: TransportOptions;
  readonly sent: { readonly method: string; readonly url: string; readonly text: string }[];
}

export function createFakeService(...answers: readonly Response[]): FakeService {
  const sent: FakeService["sent"] = [];
  const options: TransportOptions = {
    environment: "prod",
    credential: accessToken(() => "token"),
    fetch: async (request) => {
      sent.push({ method: request.method, url: request.url, text: await request.text() });
      return answers[sent.length - 1]!.clone();
    },
    sleep: async () => {},
    now: () => Date.UTC(2024, 0, 2),
  };
  return { options, sent };
}
