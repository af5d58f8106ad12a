/** Equinor's Microsoft Entra tenant. Source: the Postman environment in Equinor's OmniaPlant repository. */
export const equinorTenantId = "3aa4a235-b6e2-48d5-9195-7fcf05b459b0";

/**
 * The platform's public clients, for people who sign in without an app of their own ({@link deviceCode}).
 * Source: README of the official Python SDK, omnia-timeseries-python; there is one for production and
 * one for all else, so `dev` and `test` are the same.
 */
export const publicClientIds: { readonly dev: string; readonly test: string; readonly prod: string } = {
  dev: "675bd975-260f-498e-82cd-65f67b34fe7d",
  test: "675bd975-260f-498e-82cd-65f67b34fe7d",
  prod: "67da184b-6bde-43fd-a155-30ed4ff162d2",
};
