// Every operation is there under the names that its document gives it, and the list of events has a walker.
import type { Operation } from "@omnia-timeseries/core/operations";
import { expect, test } from "vitest";
import { createAlarmEventsClient } from "./client.ts";
import { createFakeService } from "./fake-service.test-support.ts";
import { operations } from "./operations.ts";

test("the client has a function for every operation", () => {
  const names = Object.values<Operation>(operations).flatMap(({ clientNames }) => clientNames);
  const client = createAlarmEventsClient(createFakeService().options);
  expect(Object.keys(client).toSorted()).toEqual(["rest", "readEvents", ...names].toSorted());
});
