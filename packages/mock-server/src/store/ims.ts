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

/** Plain data; not to be changed. */
export interface ImsState {
  readonly tags: readonly Required<ImsTag>[];
  /** By system code, in lower case. */
  readonly quotas: Readonly<Record<string, number>>;
  readonly subscriptions: readonly Readonly<ImsSubscriptionEntry>[];
  /** How many subscriptions were ever made. */
  readonly created: number;
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
  /**
   * Adds tags, and says how many subscriptions systems may have.
   * @throws OmniaError `invalid-argument` for a quota that is no count, `conflict` for two tags with one uid
   */
  addTags(options: ImsOptions): void;
  state(): ImsState;
  load(state: ImsState): void;
}

const defaultQuota = 1000;

export function createIms(): Ims {
  let tags: readonly ImsTagEntry[] = [];
  const tagUids = new Set<string | null>();
  const quotaOf = new Map<string, number>();
  const byUid = new Map<string, ImsSubscriptionEntry>();
  let created = 0;

  function appendTags(added: readonly Required<ImsTag>[]): void {
    for (const { uid } of added) {
      if (tagUids.has(uid)) throw new OmniaError("conflict", `ims.tags: two tags have the uid ${JSON.stringify(uid)}.`);
      tagUids.add(uid);
    }
    tags = [...tags, ...added.map((tag, i) => ({ sequence: tags.length + i, tag }))];
  }

  return {
    get tags() {
      return tags;
    },
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
    addTags({ tags: added = [], quotas = {} }) {
      for (const [system, quota] of Object.entries(quotas)) {
        if (!Number.isSafeInteger(quota) || quota < 0) {
          throw new OmniaError("invalid-argument", `ims.quotas[${JSON.stringify(system)}]: ${quota} is not a count.`);
        }
        quotaOf.set(system.toLowerCase(), quota);
      }
      appendTags(added.map(completeTag));
      for (const { systemCode } of added) {
        const system = systemCode.toLowerCase();
        if (!quotaOf.has(system)) quotaOf.set(system, defaultQuota);
      }
    },
    state: () => ({
      tags: tags.map(({ tag }) => tag),
      quotas: Object.fromEntries(quotaOf),
      // Copies: an entry changes in its place.
      subscriptions: Array.from(byUid.values(), (entry) => ({ ...entry })),
      created,
    }),
    load(state) {
      tags = [];
      tagUids.clear();
      appendTags(state.tags);
      quotaOf.clear();
      for (const [system, quota] of Object.entries(state.quotas)) quotaOf.set(system, quota);
      byUid.clear();
      for (const entry of state.subscriptions) byUid.set(entry.subscription.uId ?? "", { ...entry });
      ({ created } = state);
    },
  };
}
