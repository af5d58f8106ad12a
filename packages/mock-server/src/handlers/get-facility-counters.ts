import { Refusal } from "../refusal.ts";
import { facilityKey, isSameFacility } from "../store/facilities.ts";
import type { Call, Handler } from "./call.ts";

/** The codes of the facilities that have series, each as its first series has it. */
function listFacilities({ store }: Pick<Call<"GetAllFacilities">, "store">): string[] {
  const codes = new Map<string, string>();
  for (const { metadata } of store.all()) {
    const { facility } = metadata;
    if (facility === null || facility === undefined) continue;
    const key = facilityKey(facility);
    codes.set(key, codes.get(key) ?? facility);
  }
  return [...codes.values()];
}

/** Counts the IMS subscriptions of a facility. */
function count({ ims }: Pick<Call<"GetAllFacilities">, "ims">, facility: string) {
  const subscriptions = ims
    .subscriptions()
    .map(({ subscription }) => subscription)
    .filter(({ plantSapCode, plantStidCode }) =>
      [plantSapCode?.toString(), plantStidCode].some((code) => isSameFacility(facility, code)),
    );
  return {
    facility,
    tsdbExportEnabled: subscriptions.filter(({ tsdbExportEnabled }) => tsdbExportEnabled).length,
    dlExportEnabled: subscriptions.filter(({ dlExportEnabled }) => dlExportEnabled).length,
    totalImsSubscriptions: subscriptions.length,
  };
}

export const getAllFacilities: Handler<"GetAllFacilities"> = (call) => ({
  statusCode: 200,
  body: { data: { items: listFacilities(call).map((facility) => count(call, facility)) } },
});

/** Named as the caller names it. */
export const getFacilityByName: Handler<"getFacilityByName"> = (call) => {
  const { name } = call.path;
  if (!call.store.isFacility(name)) throw new Refusal(404, "Facility not found.");
  return { statusCode: 200, body: { data: { items: [count(call, name)] } } };
};
