import { expect, expectTypeOf, test } from "vitest";
import { createFakeService } from "./fake-service.test-support.ts";
import { imsSubscriptionsManagementEnvironments } from "./management-api.ts";
import { createImsSubscriptionsManagementClient } from "./management-client.ts";
import type { ImsSubscriptionPatch, PatchImsSubscriptionParameters } from "./management-client.ts";

const base = "https://api.gateway.equinor.com/plant/ims-subscriptions-management/v1.2";
const patched = (): Response => Response.json({ data: { items: [] }, count: 0 });

test("the counter of a system", async () => {
  const { options, sent } = createFakeService(Response.json({ quota: 0, count: 0 }));
  const client = createImsSubscriptionsManagementClient(options);
  expect(await client.getSubscriptionCounterBySystemCode({ systemCode: "Åsgård B" })).toEqual({ quota: 0, count: 0 });
  expect(sent).toEqual([{ method: "GET", url: `${base}/%C3%85sg%C3%A5rd%20B/counter`, text: "" }]);
});

test.each<[PatchImsSubscriptionParameters, string, object]>([
  [{ uid: "ONO-IMS-7380", resetState: true }, "/uid/ONO-IMS-7380?resetState=true", {}],
  [{ uid: "a", request: { plantSapCode: "1219", name: null } }, "/uid/a", { plantSapCode: "1219", name: null }],
  [
    {
      uid: "a",
      resetState: false,
      request: {
        tsdbBackfilled: true,
        tsdbEventsExported: 3,
        tsdbFirstExportedTime: new Date(0),
        tsdbLastExportedTime: "now-1h",
        dlFirstExportedTime: 1n,
        dlLastExportedTime: null,
        sourceLastCountedTime: undefined,
      },
    },
    "/uid/a?resetState=false",
    {
      tsdbBackfilled: true,
      tsdbEventsExported: 3,
      tsdbFirstExportedTime: "1970-01-01T00:00:00Z",
      tsdbLastExportedTime: "2024-01-01T23:00:00Z",
      dlFirstExportedTime: "1970-01-01T00:00:00.000000001Z",
      dlLastExportedTime: null,
    },
  ],
])("what is asked becomes a patch (%#)", async (parameters, path, body) => {
  const { options, sent } = createFakeService(patched());
  expect(await createImsSubscriptionsManagementClient(options).patchSubscriptionByUid(parameters)).toEqual([]);
  expect(sent).toHaveLength(1);
  expect({ ...sent[0], text: JSON.parse(sent[0]!.text) as unknown }).toEqual({
    method: "PATCH",
    url: base + path,
    text: body,
  });
});

test.each<[string, PatchImsSubscriptionParameters]>([
  ["request: changes nothing", { uid: "a" }],
  ["request: changes nothing", { uid: "a", request: { name: undefined }, resetState: false }],
  ['request.dlLastExportedTime: "yesterday" is not a time', { uid: "a", request: { dlLastExportedTime: "yesterday" } }],
  ['uid: "" cannot stand in a path', { uid: "", resetState: true }],
])("refuses before sending: %s", async (text, parameters) => {
  const { options, sent } = createFakeService();
  await expect(
    createImsSubscriptionsManagementClient(options).patchSubscriptionByUid(parameters),
  ).rejects.toMatchObject({ code: "invalid-argument", message: expect.stringContaining(text) });
  expect(sent).toHaveLength(0);
});

test("a field that the service does not know is its own refusal", async () => {
  const refusal = { message: "Invalid field: notAllowedField", traceId: "trace-1" };
  const { options } = createFakeService(Response.json(refusal, { status: 400 }));
  await expect(
    createImsSubscriptionsManagementClient(options).patchSubscriptionByUid({ uid: "a", resetState: true }),
  ).rejects.toMatchObject({
    code: "bad-request",
    traceId: "trace-1",
    message: expect.stringContaining("notAllowedField"),
  });
});

test("environments are those of the subscriptions, at another address", () => {
  // Source: EVIDENCE.md, IMS Subscriptions Management API, Environments.
  expect(imsSubscriptionsManagementEnvironments.prod.scope).toBe("cae23674-f25d-40a2-b9e4-81649b33b957/.default");
  expect(imsSubscriptionsManagementEnvironments.test.baseUrl).toBe(
    "https://api-test.gateway.equinor.com/plant/ims-subscriptions-management/v1.2",
  );
});

test("types", () => {
  expectTypeOf<{ tsdbFirstExportedTime: Date }>().toExtend<ImsSubscriptionPatch>();
  expectTypeOf<{ tsdbFirstExportedTime: number }>().not.toExtend<ImsSubscriptionPatch>();
  expectTypeOf<{ plantSapCode: number }>().not.toExtend<ImsSubscriptionPatch>();
});
