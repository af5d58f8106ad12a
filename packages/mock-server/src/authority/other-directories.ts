import { OmniaError } from "@omnia-timeseries/core";
import { createDirectory, isSameId } from "./directory.ts";
import type { Directory, TenantOptions } from "./directory.ts";

/**
 * The directories of tenants beside the server's own. None of the platform's APIs is in them.
 *
 * @throws OmniaError `invalid-argument` for a tenant id that is there twice or is the server's own, for a managed
 * identity, and as `createDirectory` does
 */
export function createOtherDirectories(tenants: readonly TenantOptions[], ownTenantId: string): readonly Directory[] {
  return tenants.map((options, i) => {
    const { tenantId, apps = [] } = options;
    const directory = createDirectory(options, [], `tenants[${i}].`);
    const first = tenants.findIndex((one) => isSameId(one.tenantId, tenantId));
    const owner = isSameId(tenantId, ownTenantId) ? "the server's own tenant" : `tenants[${first}]`;
    if (owner !== `tenants[${i}]`) {
      throw new OmniaError("invalid-argument", `tenants[${i}].tenantId: ${owner} has the id '${tenantId}' too.`);
    }
    const identity = apps.find(({ managedIdentity }) => managedIdentity === true);
    if (identity !== undefined) {
      const message = `tenants[${i}].apps: '${identity.clientId}' is a managed identity, and those are in the server's own tenant only.`;
      throw new OmniaError("invalid-argument", message);
    }
    return directory;
  });
}
