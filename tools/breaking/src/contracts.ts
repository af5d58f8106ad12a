/** A document that users build on, and the package that brings it to them. */
export interface Contract {
  /** From the root of the repository. */
  readonly file: string;
  /** Without its scope. */
  readonly package: string;
}

export const contracts: readonly Contract[] = [
  { file: "specs/timeseries/openapi.yaml", package: "core" },
  { file: "specs/timeseries/timeseries.proto", package: "protobuf" },
  { file: "specs/ims-metadata/openapi.yaml", package: "ims" },
  { file: "specs/ims-subscriptions/openapi.yaml", package: "ims" },
  { file: "specs/ims-subscriptions-management/openapi.yaml", package: "ims" },
  { file: "specs/alarm-events/openapi.yaml", package: "alarm-events" },
  { file: "specs/mock-server/openapi.yaml", package: "mock-server" },
];
