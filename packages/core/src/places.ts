/** Places that are taken and given back; those that wait for one come in the order of their arrival. */
export interface Places {
  /** Rejects with the signal's reason when it fires first; no place is taken then. */
  readonly enter: (signal: AbortSignal) => Promise<void>;
  readonly leave: () => void;
  /** Half as many from now on, but never none; who is inside stays. */
  readonly halve: () => void;
  /** One more, up to as many as there were first. */
  readonly grow: () => void;
  /** How many there are at present. */
  readonly allowed: () => number;
}

export function createPlaces(most: number): Places {
  let allowed = most;
  let taken = 0;
  const waiting = new Set<() => void>();
  const admit = (): void => {
    for (const go of waiting) {
      if (taken >= allowed) return;
      waiting.delete(go);
      taken++;
      go();
    }
  };
  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (taken < allowed) {
        taken++;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const go = (): void => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        };
        const onAbort = (): void => {
          waiting.delete(go);
          reject(signal.reason as Error);
        };
        waiting.add(go);
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },
    leave() {
      taken--;
      admit();
    },
    halve() {
      allowed = Math.max(1, Math.floor(allowed / 2));
    },
    grow() {
      if (allowed >= most) return;
      allowed++;
      admit();
    },
    allowed: () => allowed,
  };
}
