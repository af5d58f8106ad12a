/** An API that tokens are issued for: the `aud` of a token, and the app role that lets a caller read. */
export interface AuthorityResource {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/**
 * The platform's APIs. Ids: the official Python SDKs, omnia_timeseries/api.py and omnia_ae_api/api.py.
 * Roles `Timeseries.Read` and `AE.Read`: the platform's wiki. No role of the IMS APIs is public: that
 * they share `Timeseries.Read` is our decision.
 */
export const authorityResources: readonly AuthorityResource[] = [
  { id: "141369bd-3dca-4b55-825b-56ad4a69b1fc", name: "Timeseries (prod)", role: "Timeseries.Read" },
  { id: "32f2a909-8a98-4eb8-b22d-1208d9350cb0", name: "Timeseries (test, dev)", role: "Timeseries.Read" },
  { id: "71415e4e-7131-4a81-9596-f921978cdbee", name: "IMS Metadata (prod)", role: "Timeseries.Read" },
  { id: "310547f5-022b-4fb5-b13e-2b468b8bf658", name: "IMS Metadata (test, dev)", role: "Timeseries.Read" },
  { id: "cae23674-f25d-40a2-b9e4-81649b33b957", name: "IMS Subscriptions (prod)", role: "Timeseries.Read" },
  { id: "789d768e-32ac-417b-b286-be5e0d460809", name: "IMS Subscriptions (test, dev)", role: "Timeseries.Read" },
  { id: "6df18f43-f499-4470-9d94-52b01698620d", name: "Alarm & Events (prod)", role: "AE.Read" },
  { id: "657b2767-ee47-47ff-b745-af501ea053cb", name: "Alarm & Events (test, dev)", role: "AE.Read" },
];

/** The role that an API of the platform wants; none for anything else. */
export function roleOf(audience: string): string | undefined {
  return authorityResources.find(({ id }) => id === audience)?.role;
}
