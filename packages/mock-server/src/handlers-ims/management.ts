import { formatTime } from "@omnia-timeseries/core";
import type { ManagementOperationId, ManagementOperationTypes } from "@omnia-timeseries/ims/operations";
import { readTime } from "../read-time.ts";
import { Refusal } from "../refusal.ts";
import type { Handlers } from "../served-api.ts";
import type { ImsSubscription } from "../store/ims.ts";
import type { ManagementCall, ManagementHandler } from "./call.ts";
import { answerCounter } from "./counter.ts";
import { initialState, readSapCode } from "./create-subscription.ts";

type Patch = ManagementCall<"PatchSubscriptionByUid">["body"];

/** The fields of a patch as a subscription has them: times in UTC, the SAP code as a number, the id in lower case. */
function readPatch({ plantSapCode: sapText, ...fields }: Patch): Partial<ImsSubscription> {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (name === "timeseriesId") return [name, value?.toString().toLowerCase()] as const;
    if (!name.endsWith("Time") || typeof value !== "string") return [name, value] as const;
    return [name, formatTime(readTime(value, `Body: ${name}`), 7)] as const;
  });
  const patch = Object.fromEntries(entries) as Partial<ImsSubscription>;
  if (sapText === null || sapText === undefined) return patch;
  const plantSapCode = readSapCode(sapText);
  if (plantSapCode === null) throw new Refusal(400, `Body: plantSapCode '${sapText}' is not a SAP code.`);
  return { ...patch, plantSapCode };
}

/** What was changed; nothing, where nothing was asked for. */
const patchSubscriptionByUid: ManagementHandler<"PatchSubscriptionByUid"> = ({ ims, path, query, body }) => {
  const entry = ims.find(path.uid);
  if (entry === undefined) throw new Refusal(404, `Subscription '${path.uid}' not found.`);
  const patch = readPatch(body);
  const isChanged = query.resetState || Object.keys(patch).length > 0;
  entry.subscription = { ...entry.subscription, ...(query.resetState && initialState), ...patch };
  const items = isChanged ? [entry.subscription] : [];
  return { statusCode: 200, body: { data: { items }, count: items.length } };
};

/** What IMS Subscriptions Management answers. */
export const managementHandlers: Handlers<ManagementOperationTypes, ManagementOperationId> = {
  GetSubscriptionCounterBySystemCode: ({ ims, path }) => answerCounter(ims, path.systemCode),
  PatchSubscriptionByUid: patchSubscriptionByUid,
};
