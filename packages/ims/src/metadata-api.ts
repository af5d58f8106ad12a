import type { Environment, EnvironmentName } from "@omnia-timeseries/core";
import { createEnvironments } from "@omnia-timeseries/core/platform-api";
import type { Api } from "@omnia-timeseries/core/platform-api";
import { operations, servers } from "./gen/metadata-operations.ts";
import { serializeQuery } from "./gen/metadata-query.ts";

/** The IMS Metadata API. Source: specs/ims-metadata/openapi.yaml. */
export const imsMetadataApi: Api = { servers, operations, serializeQuery };

/** The three installations of the IMS Metadata API. */
export const imsMetadataEnvironments: Readonly<Record<EnvironmentName, Environment>> = createEnvironments({ servers });
