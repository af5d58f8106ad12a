import { formatTime, OmniaError, toNanoseconds } from "@omnia-timeseries/core";
import type { CallOptions, RestClient, TimeInput, TransportOptions } from "@omnia-timeseries/core";
import { createRestClient, createTransport, readItems } from "@omnia-timeseries/core/platform-api";
import { operations } from "./gen/subscriptions-management-operations.ts";
import type { components, paths } from "./gen/subscriptions-management-paths.ts";
import { readSubscriptionCounter } from "./read-subscription-counter.ts";
import type { ImsSubscriptionCounter } from "./read-subscription-counter.ts";
import type { ImsSubscription } from "./read-subscriptions-page.ts";
import { imsSubscriptionsManagementApi } from "./management-api.ts";

type WirePatch = components["schemas"]["SubscriptionPatchRequestItem"];

/** The fields to change. What is absent stays, null empties. Source: specs/ims-subscriptions-management/openapi.yaml. */
export type ImsSubscriptionPatch = {
  readonly [Field in keyof WirePatch]:
    | (Field extends `${string}Time` ? TimeInput | null : WirePatch[Field])
    | undefined;
};

export interface PatchImsSubscriptionParameters {
  /** Unique id of the tag, such as `ONO-IMS-7380`. */
  readonly uid: string;
  /** Default: nothing but what `resetState` does. */
  readonly request?: ImsSubscriptionPatch | undefined;
  /** Forgets what was copied, so that the copying begins anew. */
  readonly resetState?: boolean | undefined;
}

/**
 * The IMS Subscriptions Management API, for those who run the copying. Every function takes
 * `(parameters, options?)`, is one request, and rejects with an `OmniaError`.
 */
export interface ImsSubscriptionsManagementClient {
  /** The service under its own names, typed by its OpenAPI document; the same retry and sign-in. */
  readonly rest: RestClient<paths>;
  /** The quota of a historian, and how much of it is used. */
  getSubscriptionCounterBySystemCode(
    parameters: { readonly systemCode: string },
    options?: CallOptions,
  ): Promise<ImsSubscriptionCounter>;
  /** Changes the subscription to a tag, or the state of its copying. */
  patchSubscriptionByUid(
    parameters: PatchImsSubscriptionParameters,
    options?: CallOptions,
  ): Promise<readonly ImsSubscription[]>;
}

const accept = "application/json";

/** The patch as the wire has it: times as text. @throws OmniaError `invalid-argument` for a bad time */
function encodePatch(patch: ImsSubscriptionPatch, nowMs: number): string {
  const fields = Object.entries(patch).map(([field, value]) => {
    const isTime = field.endsWith("Time") && value !== null && value !== undefined;
    return [field, isTime ? formatTime(toNanoseconds(value as TimeInput, `request.${field}`, nowMs)) : value];
  });
  return JSON.stringify(Object.fromEntries(fields));
}

/**
 * @example
 * ```ts
 * const management = createImsSubscriptionsManagementClient({ environment: "prod", credential });
 * await management.patchSubscriptionByUid({ uid: "ONO-IMS-7380", resetState: true });
 * ```
 * @throws OmniaError `invalid-argument` for an unknown environment or an unsafe base URL, `credential` where there is none
 */
export function createImsSubscriptionsManagementClient(options: TransportOptions): ImsSubscriptionsManagementClient {
  const transport = createTransport(imsSubscriptionsManagementApi, options);
  return {
    rest: createRestClient(imsSubscriptionsManagementApi, transport),
    getSubscriptionCounterBySystemCode: async ({ systemCode }, call) =>
      transport.send(
        { operation: operations.GetSubscriptionCounterBySystemCode, path: { systemCode }, accept },
        readSubscriptionCounter,
        call,
      ),
    async patchSubscriptionByUid({ uid, request = {}, resetState }, call) {
      const body = encodePatch(request, transport.now());
      if (body === "{}" && resetState !== true) {
        throw new OmniaError("invalid-argument", "request: changes nothing. Name a field, or give resetState: true.");
      }
      return transport.send(
        { operation: operations.PatchSubscriptionByUid, path: { uid }, query: { resetState }, body, accept },
        readItems<ImsSubscription>(),
        call,
      );
    },
  };
}
