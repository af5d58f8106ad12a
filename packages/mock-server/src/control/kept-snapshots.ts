import type { Snapshot } from "../mock-server.ts";

/** Snapshots by names: a program in another language cannot hold one. */
export interface KeptSnapshots {
  /** @returns the name of it */
  keep(snapshot: Snapshot): string;
  find(name: string): Snapshot | undefined;
}

/** The oldest goes when there are more: each holds points that were changed since. */
const maxSnapshots = 1000;

export function createKeptSnapshots(): KeptSnapshots {
  const kept = new Map<string, Snapshot>();
  let last = 0;
  return {
    keep(snapshot) {
      const name = String(++last);
      kept.set(name, snapshot);
      kept.delete(String(last - maxSnapshots));
      return name;
    },
    find: (name) => kept.get(name),
  };
}
