import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { serializeQuery } from "./gen/metadata-query.ts";
import { servers } from "./gen/metadata-servers.ts";

/** The IMS Metadata API. Source: specs/ims-metadata/openapi.yaml. */
export const imsMetadataApi: Api = {
  servers,
  serializeQuery,
  loadOperations: async () => (await import("./gen/metadata-operations.ts")).operations,
};

/** The three installations of the IMS Metadata API. */
export const imsMetadataEnvironments: Readonly<Record<EnvironmentName, Environment>> = createEnvironments({ servers });
