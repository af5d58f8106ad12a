import { Refusal } from "../refusal.ts";
import type { SeriesFields } from "../store/series-metadata.ts";
import type { Store } from "../store/store.ts";

/** @throws Refusal 400 for an empty name, and for a facility that the common library does not have */
export function validateFields(store: Store, { name, facility }: SeriesFields): void {
  if (name === "") throw new Refusal(400, "Body: name must not be empty.");
  if (!store.isFacility(facility)) throw new Refusal(400, "Facility not found.");
}
