// Every operation is there under the names that its document gives it, and every list has a walker.
import type { Operation } from "@omnia-timeseries/core/operations";
import { expect, test } from "vitest";
import { createFakeService } from "./fake-service.test-support.ts";
import { createImsSubscriptionsManagementClient } from "./management-client.ts";
import { createImsMetadataClient } from "./metadata-client.ts";
import { managementOperations, metadataOperations, subscriptionsOperations } from "./operations.ts";
import { createImsSubscriptionsClient } from "./subscriptions-client.ts";

const { options } = createFakeService();

/** `search` → `readSearch`, `getMetadata` → `readMetadata`. */
function readerOf(name: string): string {
  const rest = name.replace(/^get/, "");
  return `read${rest[0]!.toUpperCase()}${rest.slice(1)}`;
}

test.each([
  ["metadata", metadataOperations, createImsMetadataClient(options)],
  ["subscriptions", subscriptionsOperations, createImsSubscriptionsClient(options)],
  ["management", managementOperations, createImsSubscriptionsManagementClient(options)],
])("%s", (_, operations, client) => {
  const all = Object.values<Operation>(operations);
  const names = all.flatMap(({ clientNames }) => clientNames);
  const readers = all.filter(({ paged }) => paged).flatMap(({ clientNames }) => clientNames.map(readerOf));
  expect(Object.keys(client).toSorted()).toEqual(["rest", ...names, ...readers].toSorted());
});
