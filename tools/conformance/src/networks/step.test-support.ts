import type { CallOptions, TimeseriesClient } from "@omnia-timeseries/core";
import type { LoggedRequest, MockServer } from "@omnia-timeseries/mock-server";
import { checkRead, checkWrite } from "./claims.test-support.ts";
import type { Step } from "./plan.test-support.ts";
import { reads } from "./reads.test-support.ts";
import { takeStored } from "./stored.test-support.ts";
import { writes } from "./writes.test-support.ts";

/** What became of the calls of a step, where it has them. */
export interface Outcomes {
  readonly read: PromiseSettledResult<unknown>;
  readonly write: PromiseSettledResult<unknown>;
}

/** Between the pages of a read a write may come, and then no single state is right. */
const isAlone = ({ read }: Step): boolean => read !== undefined && reads[read.kind].isPaged === true;

/** @param settle waits for a call */
export async function runStep(
  step: Step,
  client: TimeseriesClient,
  options: CallOptions,
  settle: <T>(call: Promise<T>) => Promise<PromiseSettledResult<T>>,
): Promise<Outcomes> {
  const startRead = async (): Promise<unknown> => step.read && reads[step.read.kind].run(client, step.read, options);
  const startWrite = async (): Promise<unknown> =>
    step.write && writes[step.write.kind].run(client, step.write, options);
  if (isAlone(step)) return { read: await settle(startRead()), write: await settle(startWrite()) };
  const both = await settle(Promise.allSettled([startRead(), startWrite()]));
  if (both.status === "rejected") throw both.reason;
  const [read, write] = both.value;
  return { read, write };
}

/** Looks at the store before a step, and checks the outcomes against it afterwards. */
export function beginStep(
  server: MockServer,
  step: Step,
): { readonly requests: () => readonly LoggedRequest[]; readonly outcomes: (outcomes: Outcomes) => void } {
  const before = takeStored(server);
  const answered = server.requests.length;
  const requests = (): readonly LoggedRequest[] => server.requests.slice(answered);
  return {
    requests,
    outcomes(outcomes) {
      const after = takeStored(server);
      const { read, write } = step;
      if (read !== undefined) checkRead(read, outcomes.read, isAlone(step) ? [before] : [before, after]);
      if (write === undefined) return;
      const { operationId } = writes[write.kind];
      const sent = requests().filter((request) => request.operationId === operationId).length;
      checkWrite(write, outcomes.write, before, after, sent);
    },
  };
}

/** What was asked, what is wrong, and the log of the server, which names the seed. */
export function describeFailedStep(server: MockServer, { read, write }: Step, index: number, error: unknown): string {
  const asked = [read?.kind, write?.kind].filter((kind) => kind !== undefined).join(" beside ");
  const message = error instanceof Error ? error.message : String(error);
  return `Step ${index + 1}, ${asked}: ${message}\n${server.requests.explain()}`;
}
