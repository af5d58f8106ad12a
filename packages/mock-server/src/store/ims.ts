import type { SubscriptionsComponents } from "@omnia-timeseries/ims/operations";
import { OmniaError } from "@omnia-timeseries/core";
import { completeTag } from "./ims-tag.ts";
import type { ImsTag, ImsTagOptions } from "./ims-tag.ts";

/** A subscription, as IMS Subscriptions answers it. Source: specs/ims-subscriptions/openapi.yaml. */
export type ImsSubscription = SubscriptionsComponents["schemas"]["SubscriptionCompleteModel"];

/** What is in the historians. */
export interface ImsOptions {
  /** By default a few examples. */
  readonly tags?: readonly ImsTagOptions[];
  /** How many subscriptions each system may have, by system code; 1000 where it is not named. */
  readonly quotas?: Readonly<Record<string, number>>;
}

export interface ImsTagEntry {
  readonly sequence: number;
  readonly tag: Required<ImsTag>;
}

export interface ImsSubscriptionEntry {
  /** Ascends with creation, and is never used again. */
  readonly sequence: number;
  readonly systemCode: string;
  subscription: ImsSubscription;
}

/** Historians, their tags, and which of those are copied into series. */
export interface Ims {
  readonly tags: readonly ImsTagEntry[];
  /** Of a system, whose code may be in any case; undefined for an unknown one. */
  counter(systemCode: string): { quota: number; count: number } | undefined;
  /** In the order of their creation. */
  subscriptions(): readonly ImsSubscriptionEntry[];
  find(uid: string): ImsSubscriptionEntry | undefined;
  add(systemCode: string, subscription: ImsSubscription): ImsSubscriptionEntry;
  /** Keeps the subscriptions. @returns brings them back, as often as it is called */
  snapshot(): () => void;
}

const defaultQuota = 1000;

/** @throws OmniaError `invalid-argument` for a quota that is no count, `conflict` for two tags with one uid */
export function createIms({ tags = [], quotas = {} }: ImsOptions = {}): Ims {
  const quotaOf = new Map(tags.map(({ systemCode }) => [systemCode.toLowerCase(), defaultQuota]));
  for (const [system, quota] of Object.entries(quotas)) {
    if (!Number.isSafeInteger(quota) || quota < 0) {
      throw new OmniaError("invalid-argument", `ims.quotas[${JSON.stringify(system)}]: ${quota} is not a count.`);
    }
    quotaOf.set(system.toLowerCase(), quota);
  }
  const uids = new Set(tags.map(({ uid }) => uid));
  if (uids.size < tags.length) throw new OmniaError("conflict", "ims.tags: two tags have one uid.");
  let created = 0;
  const byUid = new Map<string, ImsSubscriptionEntry>();

  return {
    tags: tags.map((tag, sequence) => ({ sequence, tag: completeTag(tag) })),
    counter(systemCode) {
      const system = systemCode.toLowerCase();
      const quota = quotaOf.get(system);
      if (quota === undefined) return undefined;
      return { quota, count: [...byUid.values()].filter((one) => one.systemCode.toLowerCase() === system).length };
    },
    subscriptions: () => [...byUid.values()],
    find: (uid) => byUid.get(uid),
    add(systemCode, subscription) {
      const entry = { sequence: created++, systemCode, subscription };
      byUid.set(subscription.uId ?? "", entry);
      return entry;
    },
    snapshot() {
      const kept = [...byUid].map(([uid, entry]) => [uid, { ...entry }] as const);
      const keptCreated = created;
      return () => {
        byUid.clear();
        for (const [uid, entry] of kept) byUid.set(uid, { ...entry });
        created = keptCreated;
      };
    },
  };
}
